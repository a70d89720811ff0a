import { computed } from '@preact/signals-core';
import { ImportClient } from './client/import-client.ts';
import { TableLibrary } from './client/table-library.ts';
import { SnapshotPump } from './client/snapshot-pump.ts';
import { TrainingClient } from './client/training-client.ts';
import { vouchForOwnScripts } from './client/trusted-scripts.ts';
import type { DecodedAddress } from './experiment/address.ts';
import { encodeMoment } from './experiment/moment-link.ts';
import type { Experiment } from './experiment/schema.ts';
import type { Settings } from './experiment/url.ts';
import type { Checkpoint } from './protocol/messages.ts';
import './ui/app.ts';
import type { LabParts, LearnParts } from './ui/app.ts';
import type { LayoutFunction } from './ui/lab/graph/layout-keeper.ts';
import { Lazy } from './ui/controls/lazy.ts';
import { countUp, NoticeBoard } from './ui/playground/notice-board.ts';
import { saveFile } from './ui/controls/save-file.ts';
import { writeLateAddress } from './ui/links/late-address.ts';
import { PlaceStore } from './ui/links/place-store.ts';
import { LookDesk } from './ui/playground/look/look-desk.ts';
import { RowDesk } from './ui/playground/rows/row-desk.ts';
import type { OwnDataParts } from './ui/playground/import/own-data.ts';
import { namedRuns } from './ui/playground/plots/kept-curves.ts';
import { wantsVitals } from './ui/playground/wants-vitals.ts';
import { PlaygroundStore } from './ui/playground/store.ts';
import { packTableForLink } from './ui/links/linked-table.ts';
import { unpackBytes } from './ui/links/packed-text.ts';
import { isOfThePast, readAddress, syncUrl } from './ui/links/url-sync.ts';

/** The composition root: builds the parts, connects them and shows the page. */
vouchForOwnScripts(window);
writeLateAddress(wasReloaded());
const address = readAddress();
const wasInThePast = isOfThePast();
const nextNoticeId = countUp();
const board = new NoticeBoard(nextNoticeId);
const places = new PlaceStore(address);

/** No more pictures than about 60 a second are painted, whatever the display can do. */
const paintedIntervalMs = 11;
/** How often anything that moves is redrawn for those who asked for less motion. */
const reducedMotionIntervalMs = 500;
/** While a playground is out of sight, its figures are fetched only now and then. */
const elsewhereIntervalMs = 500;
const reducedMotion = matchMedia('(prefers-reduced-motion: reduce)');

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

interface PlaygroundOptions {
  readonly settings: Settings;
  readonly board: NoticeBoard;
  readonly isInSight: () => boolean;
  readonly own?: OwnDataParts;
  readonly onCheckpoint?: (checkpoint: Checkpoint) => void;
}

/** A playground with a worker of its own. */
function createPlayground(options: PlaygroundOptions) {
  const { settings, board: notices, isInSight, own, onCheckpoint = () => undefined } = options;
  const client = new TrainingClient({ onEvent: (event) => store.handle(event), onCheckpoint });
  const pump = new SnapshotPump({
    ask: (request) => client.snapshot(request),
    onSnapshot: (snapshot) => store.receive(snapshot),
    nextFrame: (callback) => requestAnimationFrame(callback),
    intervalMs: (isRunning) => {
      if (!isInSight()) return elsewhereIntervalMs;
      return isRunning && reducedMotion.matches ? reducedMotionIntervalMs : paintedIntervalMs;
    },
    isInSight,
    wantsVitals: () => wantsVitals(store.viewSettings.peek()) || look.wantsVitals.peek(),
    wantsMoments: true,
  });
  const look = new LookDesk({
    look: (request) => client.look(request),
    onVitals: () => pump.wake(),
    isCalm: () => reducedMotion.matches,
  });
  const store = new PlaygroundStore({
    client,
    look,
    settings,
    onChange: (forget, outcome) => {
      if (outcome !== undefined) pump.replace(outcome);
      else if (forget) pump.forget();
      else pump.wake();
    },
    now: () => performance.now(),
    nextTask: () => wait(0),
    board: notices,
    ...(own === undefined ? {} : { own }),
    rows: new RowDesk({
      rows: (request) => client.rows(request),
      exportRows: (request) => client.exportRows(request),
      wait,
      save: saveFile,
      storage: () => sessionStorage,
    }),
  });
  return {
    client,
    store,
    /** Goes on from `restored`, once that is known. */
    start: async (restored?: Promise<Checkpoint | null>): Promise<void> => {
      if (await client.start()) store.begin(await restored, wasInThePast);
      pump.start();
    },
    dispose: (): void => {
      pump.stop();
      client.dispose();
    },
  };
}

const library = new TableLibrary(undefined, (id) => {
  places.dropLinkedTable(id);
});
/** A link holds far less. */
const mostLinkedBytes = 2 ** 24;

/** The table that a link carries, for when its settings are taken over; it stays in the address until it is kept. */
function expectTable({ table, settings }: DecodedAddress): void {
  const { file } = settings.experiment;
  if (table === undefined || file === null) return;
  places.linkedTable.value = library.isShelved(file.id) ? null : { id: file.id, packed: table };
  const unpacked = unpackBytes(table, mostLinkedBytes);
  library.expect(
    file.id,
    unpacked.then((bytes) => bytes && new Blob([bytes])),
  );
}

expectTable(address);

/** The moment that a link leads to, for when its settings are taken over. */
async function goToMoment({ moment, settings }: DecodedAddress): Promise<void> {
  const { store } = playground;
  store.linkedMoment.value = moment === undefined ? '' : encodeMoment(moment);
  if (moment === undefined) return;
  try {
    const [{ openMoment }, { ReplayClient }] = await Promise.all([
      import('./ui/links/open-moment.ts'),
      import('./client/replay-client.ts'),
    ]);
    const findTable = (id: string) => library.find(id);
    const createClient = () => new ReplayClient();
    const parts = { store, board, findTable, createClient, wait, now: () => performance.now() };
    await openMoment(settings.experiment, moment, parts);
  } catch (error) {
    board.post(
      'link',
      'warning',
      `What opens the moment of the link could not be loaded (${String(error)}).`,
    );
  }
}

/** Of the run before it is known which tab this is, and so where it is to be kept. */
let early: Checkpoint | null = null;
let keepRun = (checkpoint: Checkpoint): void => {
  early = checkpoint;
};
/** Settings come by an address: a run that they replace is offered at the next visit. */
let leaveRunFor: (experiment: Experiment) => void = () => undefined;
const playground = createPlayground({
  settings: address.settings,
  board,
  isInSight: () => places.place.peek().name === 'playground',
  own: {
    client: new ImportClient(),
    library,
    isInAddress: (id) => places.linkedTable.peek()?.id === id,
    putInAddress: async ({ id, blob }) => {
      const packed = await packTableForLink(blob);
      if (packed !== null) places.linkedTable.value = { id, packed };
      return packed !== null;
    },
  },
  onCheckpoint: (checkpoint) => {
    keepRun(checkpoint);
  },
});

/** Or gone back to: then its address is no link that someone has opened. */
function wasReloaded(): boolean {
  const [navigation] = performance.getEntriesByType('navigation');
  return navigation instanceof PerformanceNavigationTiming && navigation.type !== 'navigate';
}

/** The run of this tab before it was loaded again; from then on the present run is kept. */
async function takeKeptRun(): Promise<Checkpoint | null> {
  try {
    const [{ openRunKeeper }, { keepsWeights, keptRunFor }] = await Promise.all([
      import('./client/open-run-keeper.ts'),
      import('./ui/playground/kept-run/kept-run.ts'),
    ]);
    const { keeper, wasHere } = await openRunKeeper({
      wasReloaded: wasReloaded(),
      onDenied: (reason) => {
        board.post(
          'kept run',
          'info',
          `This browser does not keep your run (${reason}): after a reload it begins anew.`,
        );
      },
    });
    const kept = await keptRunFor({
      keeper,
      board,
      experiment: address.settings.experiment,
      wasReloaded: wasHere && wasReloaded(),
      isOfThePast: wasInThePast,
      bringBack: (checkpoint) => playground.store.bringBackKept(checkpoint),
    });
    keepRun = (checkpoint) => {
      keeper.keep(checkpoint);
    };
    if (early !== null) keeper.keep(early);
    leaveRunFor = (experiment) => {
      if (!keepsWeights(playground.store.experiment.peek(), experiment)) void keeper.leaveOwn();
    };
    return kept;
  } catch (error) {
    board.post(
      'kept run',
      'info',
      `What keeps your run could not be loaded (${String(error)}): after a reload it begins anew.`,
    );
    return null;
  }
}

let layout: LayoutFunction | null = null;

/** Places the graphs of the lab and of the chapters, in one worker. */
async function loadLayout(): Promise<LayoutFunction> {
  const { LayoutClient } = await import('./client/layout-client.ts');
  if (layout === null) {
    const layouts = new LayoutClient({ onProblem: (message) => board.post('layout', 'warning', message) });
    layout = (request) => layouts.layout(request);
  }
  return layout;
}

async function loadLab(): Promise<LabParts> {
  const [{ LabStore }, layOut] = await Promise.all([
    import('./ui/lab/workbench/lab-store.ts'),
    loadLayout(),
    import('./ui/lab/workbench/lab-page.ts'),
  ]);
  const lab = new LabStore({
    onProblems: (problems) => board.linkProblems(problems),
    onFailure: (message) => board.post('lab', 'warning', message),
    now: () => performance.now(),
    wait,
    playground: {
      inspectSample: (request) => playground.client.inspectSample(request),
      checkGradients: (request) => playground.client.checkGradients(request),
      pointCounts: playground.store.pointCounts,
    },
  });
  places.connectLab(lab);
  lab.followLink((link) => {
    places.labLink.value = link;
  });
  return { model: lab, layout: layOut };
}

async function loadLearn(): Promise<LearnParts> {
  const [{ LearnStore }, { LabStore }, layOut] = await Promise.all([
    import('./ui/learn/learn-store.ts'),
    import('./ui/lab/workbench/lab-store.ts'),
    loadLayout(),
    import('./ui/learn/learn-page.ts'),
  ]);
  const notices = new NoticeBoard(nextNoticeId);
  const model = new LearnStore({
    places,
    board: notices,
    createLab: () =>
      new LabStore({
        onProblems: (problems) => notices.linkProblems(problems),
        onFailure: (message) => notices.post('lab', 'warning', message),
        now: () => performance.now(),
        wait,
        playground: null,
      }),
    openPlayground: (settings) => {
      const isInSight = (): boolean => places.place.peek().name === 'learn';
      const session = createPlayground({ settings, board: notices, isInSight });
      void session.start();
      return session;
    },
    storage: () => localStorage,
  });
  return { model, layout: layOut };
}

const loadHire = () =>
  import('./client/compare-hand.ts').then(
    ({ CompareHand }) =>
      () =>
        new CompareHand({ locks: navigator.locks }),
  );

const loadCompare = async () => {
  const [{ openCompare }, { openComparisonLibrary }, hire] = await Promise.all([
    import('./ui/compare/open-compare.ts'),
    import('./client/open-comparison-library.ts'),
    loadHire(),
  ]);
  const comparisons = openComparisonLibrary();
  const loadProgramWriter = () =>
    import('./client/cluster-client.ts').then(({ ClusterClient }) => new ClusterClient());
  const { store } = playground;
  const { curves } = store.plots.kept;
  return openCompare({
    earlier: computed(() => namedRuns(curves.value, store.experiment.value)),
    ...{ playground: store, places, library, board, comparisons, hire, loadProgramWriter },
  });
};

/** What the first picture does not need, and all else works without. */
async function openFront(learn: Lazy<LearnParts>): Promise<void> {
  const onProblem = (message: string): void => {
    board.post('front', 'warning', message);
  };
  try {
    const { PageFront } = await import('./ui/front/page-front.ts');
    const { client, store } = playground;
    const loadWriter = () =>
      import('./client/export-client.ts').then(({ ExportClient }) => new ExportClient());
    const loadReader = () => import('./client/model-client.ts').then(({ ModelClient }) => new ModelClient());
    new PageFront({
      ...{
        playground: store,
        client,
        library,
        loadWriter,
        loadReader,
        loadHire,
        wait,
        places,
        learn,
        onProblem,
        travel: (direction) => app.travel(direction),
      },
    }).connect();
  } catch (error) {
    onProblem(
      `Keys, presets and the large view could not be loaded (${String(error)}). Reload the page to try again.`,
    );
  }
}

board.linkProblems(address.problems);
void goToMoment(address);
syncUrl(playground.store, places, (opened) => {
  leaveRunFor(opened.settings.experiment);
  expectTable(opened);
  void goToMoment(opened);
});

const app = document.createElement('chainrule-app');
app.model = playground.store;
app.places = places;
app.lab = new Lazy(loadLab);
app.learn = new Lazy(loadLearn);
app.compare = new Lazy(loadCompare);
document.body.append(app);
// Not before it stands: where it could not be drawn, the document itself says so.
await app.updateComplete;
document.getElementById('not-started')?.remove();
void openFront(app.learn);

const keptRun = takeKeptRun();
// Only who was here before waits for it. The module itself must not: what is loaded later begins when it is done.
void (wasReloaded() ? playground.start(keptRun) : playground.start());
