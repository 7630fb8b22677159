import type { Import } from './imports.ts'

/** What the files of a folder may import. The table is the documentation; the test holds it. */
interface Rule {
  /** Which files, from the repository's root. The first rule that fits a file holds for it. */
  readonly files: RegExp
  /** Folders (or files) whose values it may import. Its own folder is always allowed, unless `alone`. */
  readonly values: readonly RegExp[]
  /** Folders from which it may import types beside these. */
  readonly types: readonly RegExp[]
  readonly packages: readonly string[]
}

const SHARED = /^src\/shared\//
const ENGINE = /^src\/engine\//
const KERNEL = /^src\/engine\/kernel\//

/**
 * The engine's words: units of time, tables of settings and codes. They are constants; whoever draws a frame or
 * fills a form needs them, and nothing of them runs a model.
 */
const WORDS = /^src\/engine\/[a-z]+\/([a-z]+\/)?(settings|settings\/\w+|codes|fate)\.ts$/
const VOCABULARY = [/^src\/engine\/kernel\/time\.ts$/, WORDS]

/** Compressions of record batches. The engine brings none of its own: whoever runs one hands these in. */
const CODEC = /^src\/codec\//

/** What foreign logs become events by. */
const MAPPING = /^src\/mapping\//

/** What a page and a worker of its own say to each other. */
const THREADS = /^src\/threads\//
const INSPECTOR = /^src\/inspector\//
const RECORDS = /^src\/records\//
const STORAGE = /^src\/storage\//
const SPEED = /^src\/speed\//
const STREAMS = /^src\/streams\//
const EVENTS = /^src\/events\//
const INGEST = /^src\/ingest\//
const TOOLS = /^src\/tools\//

/** What the season is about, and its pictures: for its own page and the slides. */
const SEASON = /^src\/season\//

/** The windows of a presentation: what they tell each other, and what a presenter reckons with. */
const PRESENT = /^src\/present\//

const UI = /^src\/ui\//
const VIEW = /^src\/view\//
const STATE = /^src\/state\//
const STAGE = /^src\/stage\//
const REGISTRY = /^src\/labs\/(registry\.ts|LabOf\.tsx)$/
const STYLES = /^src\/styles\//
const D3 = ['d3-array', 'd3-scale', 'd3-shape']
const REACT = ['react', 'react-dom']

export const RULES: readonly Rule[] = [
  { files: SHARED, values: [], types: [], packages: [] },
  { files: KERNEL, values: [SHARED], types: [], packages: [] },
  {
    // A page loads the words; it must not get the models with them.
    files: WORDS,
    values: [SHARED, ...VOCABULARY],
    types: [ENGINE],
    packages: [],
  },
  {
    // The season's small models take from the large ones what both are about: how keys are drawn, and hashed.
    files: /^src\/engine\/season\//,
    values: [
      SHARED,
      KERNEL,
      /^src\/engine\/flow\/load\/zipf\.ts$/,
      /^src\/engine\/log\/partitioners\/(murmur2|hash-slots)\.ts$/,
    ],
    types: [],
    packages: [],
  },
  { files: /^src\/engine\/\w+\//, values: [SHARED, KERNEL], types: [], packages: [] },
  { files: CODEC, values: [SHARED], types: [ENGINE], packages: ['fflate'] },
  {
    // A person's mapping of a foreign log, from JSON to a plan that the engine reads lines by.
    files: MAPPING,
    values: [SHARED, /^src\/engine\/ingest\/json\//],
    types: [],
    packages: ['valibot'],
  },
  { files: THREADS, values: [SHARED], types: [], packages: ['comlink'] },
  {
    // Opens log files: the class for the terminal and its worker, the worker for the page.
    files: INSPECTOR,
    values: [SHARED, ENGINE, CODEC, THREADS],
    types: [],
    packages: ['comlink'],
  },
  {
    // Keeps logs in files, wherever these are; the browser's lie behind a worker.
    files: STORAGE,
    values: [SHARED, ENGINE, CODEC, THREADS],
    types: [],
    packages: ['comlink', 'fflate', 'valibot'],
  },
  {
    // The events of one engine as the records of another: engines do not know each other.
    files: RECORDS,
    values: [SHARED, ENGINE],
    types: [],
    packages: [],
  },
  {
    // What is measured on the viewer's own device: with any file, thread and clock; the browser's lie behind a worker.
    files: SPEED,
    values: [SHARED, ENGINE, THREADS],
    types: [],
    packages: ['comlink'],
  },
  {
    // The browser's own streams, in real time, beside the model of them.
    files: STREAMS,
    values: [SHARED, ENGINE, THREADS],
    types: [],
    packages: ['comlink'],
  },
  {
    // Files of events, a person's own: a worker reads them through the pipeline.
    files: EVENTS,
    values: [SHARED, ENGINE, CODEC, MAPPING, RECORDS, THREADS],
    types: [],
    packages: ['comlink'],
  },
  {
    // The ingestion pipeline in real time, in workers of its own; what they tell is some kilobytes.
    files: INGEST,
    values: [SHARED, ENGINE, THREADS],
    types: [],
    packages: ['comlink'],
  },
  {
    files: SEASON,
    values: [
      SHARED,
      STATE,
      UI,
      STAGE,
      REGISTRY,
      /^src\/view\/use-size\.ts$/,
      /^src\/engine\/kernel\/ring-buffer\.ts$/,
    ],
    types: [],
    packages: ['react', 'zustand'],
  },
  {
    // Pages beside the labs. What they work on runs in workers; they know its clients and its words.
    files: TOOLS,
    values: [
      SHARED,
      STATE,
      UI,
      THREADS,
      ...VOCABULARY,
      /^src\/stage\/save-file\.ts$/,
      /^src\/(inspector|storage|speed|streams|events|ingest)\/(client|protocol)\.ts$/,
      /^src\/ingest\/report\.ts$/,
      /^src\/events\/draft\.ts$/,
      /^src\/speed\/rate\.ts$/,
      /^src\/season\/(Season|Faq|Coverage)Page\.tsx$/,
    ],
    types: [ENGINE, INSPECTOR, STORAGE, SPEED, STREAMS, EVENTS, INGEST],
    packages: ['react'],
  },
  {
    // The only part that touches the engine's values at run time. Its client knows types alone.
    files: /^src\/session\//,
    values: [SHARED, ENGINE, CODEC, /^src\/labs\/\*\/scenario\.ts$/],
    types: [],
    packages: ['comlink', 'valibot'],
  },
  { files: VIEW, values: [SHARED, ...VOCABULARY], types: [ENGINE], packages: ['react', ...D3] },
  { files: UI, values: [SHARED], types: [], packages: ['react'] },
  {
    files: STATE,
    values: [SHARED, ...VOCABULARY],
    types: [ENGINE, /^src\/session\/protocol\.ts$/],
    packages: ['zustand', 'valibot'],
  },
  {
    // A lab is known to the stage by its definition only.
    files: STAGE,
    values: [SHARED, STATE, UI, VIEW, ...VOCABULARY, /^src\/session\/(client|spawn|in-process)\.ts$/],
    types: [ENGINE, /^src\/session\/protocol\.ts$/],
    packages: ['react', 'zustand', ...D3],
  },
  {
    // Any lab, as the stage has it, is brought into the state of another.
    files: PRESENT,
    values: [SHARED, STATE, ...VOCABULARY],
    types: [STAGE],
    packages: ['zustand', 'valibot'],
  },
  {
    // The model's half of a lab: pure, loaded by the session and the terminal.
    files: /^src\/labs\/\w+\/(scenario|scenarios)\.ts$/,
    values: [SHARED, ENGINE, CODEC, RECORDS],
    types: [],
    packages: ['valibot'],
  },
  {
    files: /^src\/labs\/\w+\/(lesson|solution)(-\w+)?\.ts$/,
    values: [SHARED, /^src\/labs\/\w+\/(lesson|solution)-\w+\.ts$/, ...VOCABULARY],
    types: [ENGINE, STAGE],
    packages: [],
  },
  {
    // Beside the model, the real thing in real time: sound made of what a run did, and the browser's own jitter buffer. It
    // runs no simulation; our player beside the browser's is fed by what really arrived, on a thread of its own.
    files: /^src\/labs\/jitter\/real\//,
    values: [
      SHARED,
      STAGE,
      STATE,
      UI,
      VIEW,
      ...VOCABULARY,
      /^src\/engine\/jitter\/(sound\/|live-player\.ts$)/,
    ],
    types: [ENGINE],
    packages: ['react', ...D3],
  },
  {
    // Whatever a lab's log is, it can be kept: by one button.
    files: /^src\/labs\/\w+\//,
    values: [SHARED, STAGE, STATE, UI, VIEW, /^src\/tools\/keep\/KeepLog\.tsx$/, ...VOCABULARY],
    types: [ENGINE, /^src\/storage\/protocol\.ts$/],
    packages: ['react', 'roughjs', ...D3],
  },
  {
    // What is known of each lab, and its definition for who opens it.
    files: REGISTRY,
    values: [REGISTRY, UI, /^src\/labs\/\*\/(card|lab)\.ts$/],
    types: [STAGE],
    packages: ['react'],
  },
  {
    files: /^src\/app\//,
    values: [SHARED, STAGE, STATE, UI, TOOLS, REGISTRY, PRESENT, /^src\/season\/BesideSlide\.tsx$/],
    types: [],
    packages: [...REACT, 'zustand', 'cmdk', 'react-resizable-panels'],
  },
  { files: /^src\/main\.tsx$/, values: [/^src\/app\//, STYLES], types: [], packages: REACT },
  {
    files: /^src\/cli\//,
    values: [
      SHARED,
      ENGINE,
      CODEC,
      MAPPING,
      RECORDS,
      INSPECTOR,
      STORAGE,
      /^src\/season\/(card|data\/\w+)\.ts$/,
      /^src\/labs\/\w+\/(scenario|scenarios|measures)\.ts$/,
    ],
    types: [/^src\/stage\/define-lab\.ts$/],
    packages: ['node:*', 'vite', 'assemblyscript', 'playwright-core'],
  },
  { files: /^slides\/code-regions\.ts$/, values: [], types: [], packages: ['node:*', 'shiki', 'vite'] },
  {
    files: /^slides\//,
    values: [SHARED, STAGE, STATE, UI, VIEW, TOOLS, SEASON, REGISTRY, STYLES, PRESENT],
    types: [],
    packages: [...REACT, 'reveal.js', 'code:', 'zustand', 'valibot'],
  },
]

/** What is wrong with an import, in a sentence; null when it is allowed. */
export function complaintAbout({ from, to, typeOnly }: Import): string | null {
  const rule = RULES.find(({ files }) => files.test(from))
  if (rule === undefined) return `${from} is in no folder that has a rule`
  const isFile = to.startsWith('src/') || to.startsWith('slides/')
  if (!isFile) {
    const isKnown = rule.packages.some((name) => name === to || (name === 'node:*' && to.startsWith('node:')))
    return isKnown || (typeOnly && to === 'comlink') ? null : `${from} must not use the package ${to}`
  }
  if (to.endsWith('.css') && folderOf(to) === folderOf(from)) return null
  const isAllowed =
    (rule.files.test(to) && isSameHome(from, to)) ||
    rule.values.some((folder) => folder.test(to)) ||
    (typeOnly && rule.types.some((folder) => folder.test(to)))
  return isAllowed ? null : `${from} must not import ${typeOnly ? 'types' : 'values'} from ${to}`
}

const folderOf = (file: string): string => file.slice(0, file.lastIndexOf('/'))

/** A lab's files, and an engine's, may import each other, but not those of another lab or engine. */
function isSameHome(from: string, to: string): boolean {
  const home = /^src\/(labs|engine)\/\w+\//.exec(from)?.[0]
  return home === undefined || to.startsWith(home)
}
