import { ANCESTORS_MEASURES } from '../labs/ancestors/measures.ts'
import { simulation as ancestors } from '../labs/ancestors/scenario.ts'
import { CACHE_MEASURES } from '../labs/cache/measures.ts'
import { simulation as cache } from '../labs/cache/scenario.ts'
import { simulation as cascade } from '../labs/cascade/scenario.ts'
import { COMMITS_MEASURES } from '../labs/commits/measures.ts'
import { simulation as commits } from '../labs/commits/scenario.ts'
import { simulation as deaths } from '../labs/deaths/scenario.ts'
import { simulation as film } from '../labs/film/scenario.ts'
import { simulation as groups } from '../labs/groups/scenario.ts'
import { HISTORY_MEASURES } from '../labs/history/measures.ts'
import { simulation as history } from '../labs/history/scenario.ts'
import { HASHING_MEASURES } from '../labs/hashing/measures.ts'
import { simulation as hashing } from '../labs/hashing/scenario.ts'
import { simulation as jitter } from '../labs/jitter/scenario.ts'
import { simulation as keys } from '../labs/keys/scenario.ts'
import { simulation as log } from '../labs/log/scenario.ts'
import { simulation as matrix } from '../labs/matrix/scenario.ts'
import { simulation as pipeline } from '../labs/pipeline/scenario.ts'
import { simulation as pressure } from '../labs/pressure/scenario.ts'
import { simulation as replication } from '../labs/replication/scenario.ts'
import { simulation as reveal } from '../labs/reveal/scenario.ts'
import { simulation as ring } from '../labs/ring/scenario.ts'
import { simulation as trending } from '../labs/trending/scenario.ts'
import { UNDO_MEASURES } from '../labs/undo/measures.ts'
import { simulation as undo } from '../labs/undo/scenario.ts'
import { simulation as warning } from '../labs/warning/scenario.ts'
import { traceFile } from './jitter-file.ts'
import type { TerminalLab } from './lab.ts'
import { reportCascade } from './report-cascade.ts'
import { reportDeaths } from './report-deaths.ts'
import { reportFilm } from './report-film.ts'
import { reportGroups } from './report-groups.ts'
import { reportJitter } from './report-jitter.ts'
import { reportKeys } from './report-keys.ts'
import { reportLanes } from './report-lanes.ts'
import { reportLog } from './report-log.ts'
import { reportMatrix } from './report-matrix.ts'
import { reportPipeline } from './report-pipeline.ts'
import { reportPressure } from './report-pressure.ts'
import { reportReplication } from './report-replication.ts'
import { reportReveal } from './report-reveal.ts'
import { reportRing } from './report-ring.ts'
import { reportTrending } from './report-trending.ts'
import { reportWarning } from './report-warning.ts'

/** The labs that run in a terminal, a line each. */
export const LABS: readonly TerminalLab[] = [
  {
    id: 'jitter',
    about: 'Jitter buffers: playout policies fed the same arrivals.',
    simulation: jitter,
    file: traceFile,
    report: reportJitter,
  },
  {
    id: 'pipeline',
    about: 'A video player of three rings, wired twice; or one, two and three swap buffers.',
    simulation: pipeline,
    file: null,
    report: reportPipeline,
  },
  {
    id: 'film',
    about: 'A call and films over the same network: what each shows, when, and how well.',
    simulation: film,
    file: null,
    report: reportFilm,
  },
  {
    id: 'ring',
    about: 'A growing list and a ring buffer, fed alike.',
    simulation: ring,
    file: null,
    report: reportRing,
  },
  {
    id: 'reveal',
    about: 'A ring that blocks, a ring that overwrites and a log, fed alike, with a reader that stalls.',
    simulation: reveal,
    file: null,
    report: reportReveal,
  },
  {
    id: 'keys',
    about: 'Keyed records under four rules for choosing a partition, and one partition more.',
    simulation: keys,
    file: null,
    report: reportKeys,
  },
  {
    id: 'log',
    about: 'A topic in segments with consumer groups and retention, beside a list of them.',
    simulation: log,
    file: null,
    report: reportLog,
  },
  {
    id: 'replication',
    about: 'A log on several brokers that fail: acks, in-sync replicas, elections, losses.',
    simulation: replication,
    file: null,
    report: reportReplication,
  },
  {
    id: 'groups',
    about: 'Consumer groups: when to commit, how to rebalance, what a crash costs.',
    simulation: groups,
    file: null,
    report: reportGroups,
  },
  {
    id: 'pressure',
    about: 'Queues under too much load: fourteen policies fed the same messages.',
    simulation: pressure,
    file: null,
    report: reportPressure,
  },
  {
    id: 'deaths',
    about: 'An overload into a list, a ring and a log: out of memory, overwritten, beyond retention.',
    simulation: deaths,
    file: null,
    report: reportDeaths,
  },
  {
    id: 'matrix',
    about: 'Six kinds of data by five strategies, each cell run and judged by what its data needs.',
    simulation: matrix,
    file: null,
    report: reportMatrix,
  },
  {
    id: 'cascade',
    about: 'Five stages in a row, wired twice: backpressure, fan-in, slow items and slow stages.',
    simulation: cascade,
    file: null,
    report: reportCascade,
  },
  {
    id: 'warning',
    about: 'Alerts beside a failing run and a calm one: in time, too late, or in vain.',
    simulation: warning,
    file: null,
    report: reportWarning,
  },
  {
    id: 'trending',
    about: 'From viewers’ events to a trending board: as drawn, and as it ought to be.',
    simulation: trending,
    file: null,
    report: reportTrending,
  },
  {
    id: 'commits',
    about: 'A history of commits as a singly linked list, and as Git’s graph.',
    simulation: commits,
    file: null,
    report: reportLanes({
      lab: 'commits',
      title: 'Commits',
      simulation: commits,
      lanes: ['list', 'graph'],
      measures: COMMITS_MEASURES,
    }),
  },
  {
    id: 'ancestors',
    about: 'Where two histories meet: two pointers on lists, and git merge-base.',
    simulation: ancestors,
    file: null,
    report: reportLanes({
      lab: 'ancestors',
      title: 'Merge base',
      simulation: ancestors,
      lanes: ['pointers', 'paint'],
      measures: ANCESTORS_MEASURES,
    }),
  },
  {
    id: 'history',
    about: 'Back and forward: pages linked both ways, and a list with an index into it.',
    simulation: history,
    file: null,
    report: reportLanes({
      lab: 'history',
      title: 'Back and forward',
      simulation: history,
      lanes: ['links', 'index'],
      measures: HISTORY_MEASURES,
    }),
  },
  {
    id: 'undo',
    about: 'Undo and redo: full copies, and versions of a tree that share what stayed the same.',
    simulation: undo,
    file: null,
    report: reportLanes({
      lab: 'undo',
      title: 'Undo and redo',
      simulation: undo,
      lanes: ['copies', 'sharing'],
      measures: UNDO_MEASURES,
    }),
  },
  {
    id: 'cache',
    about: 'The same requests to an exact LRU, Redis by samples and by frequency, and Belady’s bound.',
    simulation: cache,
    file: null,
    report: reportLanes({
      lab: 'cache',
      title: 'Keep or forget',
      simulation: cache,
      lanes: ['LRU', 'Redis LRU', 'Redis LFU', 'Belady'],
      measures: CACHE_MEASURES,
    }),
  },
  {
    id: 'hashing',
    about: 'The same keys on servers that come and go: a circle, a ring, modulo, slots, rendezvous.',
    simulation: hashing,
    file: null,
    report: reportLanes({
      lab: 'hashing',
      title: 'Whose key is it?',
      simulation: hashing,
      lanes: ['Circle', 'Ring', 'Modulo', 'Slots', 'Rendezvous'],
      measures: HASHING_MEASURES,
    }),
  },
]
