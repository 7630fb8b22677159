import { MINUTE_MS, producersOf, type IngestConfig } from '../config.ts'
import type { Layout } from '../sketches/layout.ts'
import { RAISE_LOG_BYTES } from '../windows/raise-log.ts'
import type { Kernels } from './kernels.ts'
import { PLAIN, Store } from './store.ts'

/** A compiled WebAssembly.Module of wasm/assembly: whoever has a file or a network compiles it and hands it in. */
export type KernelModule = object

/** The little of WebAssembly that is needed; the language's own library does not tell of it. */
interface WebAssemblyLike {
  readonly Memory: new (size: { readonly initial: number }) => { readonly buffer: ArrayBufferLike }
  readonly Instance: new (
    module: KernelModule,
    imports: { readonly env: { readonly memory: object } },
  ) => { readonly exports: unknown }
}

const PAGE = 65_536
/** The module's own data lie in the first page. */
const FROM = PAGE
const SLACK_PAGES = 16
/** Two batches, and lists of their events. */
const BATCH_COLUMNS = 28
const REGISTER_BYTES = 1 + 4 + 16
/** What a worker hands over of a pane, or is handed: a register each, and three words a title. */
const PARCEL_TITLE_BYTES = 12
/** Everything that is kept by title. */
const TITLE_BYTES = 79
/** By precision and number of empty registers; and words that are few. */
const ESTIMATE_TABLES = 8 * 2 ** 16
/** Panes of the future, and those that are being filled or merged. */
const MORE_PANES = 9
const MOST_PAGES = 65_536

/** Where a run's columns will lie: in a memory of their own for the module; without one, or without room, in plain arrays. */
export function openStore(module: KernelModule | undefined, config: IngestConfig, layout: Layout): Store {
  const { WebAssembly: wasm } = globalThis as unknown as { readonly WebAssembly?: WebAssemblyLike }
  if (module === undefined || wasm === undefined) return PLAIN
  const pages = Math.ceil(bytesOf(config, layout) / PAGE) + SLACK_PAGES
  if (pages > MOST_PAGES) return PLAIN
  try {
    const memory = new wasm.Memory({ initial: pages })
    const { exports } = new wasm.Instance(module, { env: { memory } })
    return new Store({ kernels: exports as Kernels, buffer: memory.buffer, from: FROM })
  } catch (error) {
    // No room for so much: the run goes on in plain arrays, which are taken piece by piece.
    if (error instanceof RangeError) return PLAIN
    throw error
  }
}

/** What the columns come to. Too little makes a run slower, never wrong: what finds no room is done by this language. */
function bytesOf(config: IngestConfig, layout: Layout): number {
  const { batchSize, dedupe, population, windows } = config
  const panes = MORE_PANES + Math.ceil((windows.latenessMs + windows.watermarkMs) / MINUTE_MS)
  const sightings = 8 * producersOf(config)
  const ids = dedupe.by === 'off' ? 0 : dedupe.by === 'sequence' ? 8 * producersOf(config) : 64 * dedupe.lines
  const perPane = layout.length + 8 * layout.titles
  return (
    FROM +
    4 * BATCH_COLUMNS * batchSize +
    ids +
    sightings +
    panes * perPane +
    layout.length +
    PARCEL_TITLE_BYTES * layout.titles +
    REGISTER_BYTES * layout.length +
    TITLE_BYTES * layout.titles +
    ESTIMATE_TABLES +
    RAISE_LOG_BYTES +
    32 * population.viewers
  )
}
