import { SnapshotPump } from './client/snapshot-pump.ts';
import { TrainingClient } from './client/training-client.ts';
import { decodeSettings } from './experiment/url.ts';
import './ui/app.ts';
import { PlaygroundStore } from './ui/store.ts';
import { syncUrl } from './ui/url-sync.ts';

/** The composition root: builds the parts, connects them and shows the page. */
const { settings, problems } = decodeSettings(location.hash);

const client = new TrainingClient({ onEvent: (event) => store.handle(event) });
const pump = new SnapshotPump({
  ask: (request) => client.snapshot(request),
  onSnapshot: (snapshot) => store.receive(snapshot),
  nextFrame: (callback) => requestAnimationFrame(callback),
  intervalMs: () => 0,
});
const store = new PlaygroundStore({
  client,
  settings,
  onChange: (forget) => {
    if (forget) pump.forget();
    else pump.wake();
  },
  now: () => performance.now(),
});

store.reportProblems(problems);
syncUrl(store);

const app = document.createElement('chainrule-app');
app.model = store;
document.body.append(app);

if (await client.start()) store.begin();
pump.start();
