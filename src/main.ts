import { SnapshotPump } from './client/snapshot-pump.ts';
import { TrainingClient } from './client/training-client.ts';
import { decodeAddress } from './experiment/address.ts';
import './ui/app.ts';
import type { LabParts } from './ui/app.ts';
import { NoticeBoard } from './ui/notice-board.ts';
import { PlaceStore } from './ui/place-store.ts';
import { PlaygroundStore } from './ui/store.ts';
import { syncUrl } from './ui/url-sync.ts';

/** The composition root: builds the parts, connects them and shows the page. */
const address = decodeAddress(location.hash);
const board = new NoticeBoard();
const places = new PlaceStore(address);

/** While the playground is out of sight, its figures are fetched only now and then. */
const elsewhereIntervalMs = 500;

const client = new TrainingClient({ onEvent: (event) => store.handle(event) });
const pump = new SnapshotPump({
  ask: (request) => client.snapshot(request),
  onSnapshot: (snapshot) => store.receive(snapshot),
  nextFrame: (callback) => requestAnimationFrame(callback),
  intervalMs: () => (places.place.peek().name === 'playground' ? 0 : elsewhereIntervalMs),
});
const store = new PlaygroundStore({
  client,
  settings: address.settings,
  onChange: (forget) => {
    if (forget) pump.forget();
    else pump.wake();
  },
  now: () => performance.now(),
  board,
});

/** The graph lab is loaded when someone goes there. */
async function loadLab(): Promise<LabParts> {
  const [{ LabStore }, { LayoutClient }] = await Promise.all([
    import('./ui/lab/lab-store.ts'),
    import('./client/layout-client.ts'),
    import('./ui/lab/lab-page.ts'),
  ]);
  const lab = new LabStore({
    onProblems: (problems) => board.linkProblems(problems),
    onFailure: (message) => board.post('lab', 'warning', message),
    now: () => performance.now(),
    checkGradients: (request) => client.checkGradients(request),
    inspect: (request) => client.inspectSample(request),
    wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    pointCounts: store.pointCounts,
  });
  const layouts = new LayoutClient({ onProblem: (message) => board.post('layout', 'warning', message) });
  places.connectLab((link) => lab.open(link));
  lab.followLink((link) => {
    places.labLink.value = link;
  });
  return { model: lab, layout: (request) => layouts.layout(request) };
}

board.linkProblems(address.problems);
syncUrl(store, places);

const app = document.createElement('chainrule-app');
app.model = store;
app.places = places;
app.loadLab = loadLab;
document.body.append(app);

if (await client.start()) store.begin();
pump.start();
