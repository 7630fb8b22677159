import type { Sleeper } from '../engine/flow/streams/chain.ts'
import type { ChainRow, QueueState } from '../engine/flow/streams/row.ts'
import {
  gapOf,
  sizeOf,
  strategyOf,
  type Place,
  type StreamLane,
  type StreamSettings,
} from '../engine/flow/streams/settings.ts'
import { makeChunk, readTurned, turned } from './chunk.ts'
import type { Call, ChainReport, Ending, StreamClock } from './protocol.ts'
import { pump, type PipeWatch } from './pump.ts'
import { inWords } from './reason.ts'
import { Waits } from './waits.ts'

/** Chunks that passed a place, in and out, by our own count. */
interface Passed {
  in: number
  out: number
}

/** With the standard's newest callback, of 2023, which the types don't know yet. */
interface CancellableTransformer extends Transformer<Uint8Array, Uint8Array> {
  readonly cancel: (reason: unknown) => void
}

/**
 * The real thing: a ReadableStream, a TransformStream and a WritableStream of whatever runs this, with real chunks and the
 * clock it is given. It counts what passes at each hand-over, reads desiredSize beside it, and keeps a row of each
 * state the chain settles in: all that happens begins with a sleeper that wakes, so the state then is a settled one.
 */
export class RealChain {
  private readonly settings: StreamSettings
  private readonly lane: StreamLane
  private readonly clock: StreamClock
  private readonly start: number
  private readonly rows: ChainRow[] = []
  private readonly calls: Call[] = []
  private readonly passed: Record<'source' | 'branch' | 'writable' | 'readable' | 'sink', Passed> = {
    source: { in: 0, out: 0 },
    branch: { in: 0, out: 0 },
    writable: { in: 0, out: 0 },
    readable: { in: 0, out: 0 },
    sink: { in: 0, out: 0 },
  }
  private lastEvent = 0
  private lastWaited: readonly [number, number] = [0, 0]
  /** What the source's queue held when that could last be seen. */
  private lastLeft = 0
  private aside = 0
  private pulls = 0
  private wrong = 0
  private readonly waits = new Waits()
  private ending: Ending = 'running'
  private isStopped = false
  private isOver = false

  private source: ReadableStreamDefaultController<Uint8Array> | null = null
  private transformer: TransformStreamDefaultController<Uint8Array> | null = null
  private sink: WritableStreamDefaultController | null = null
  private intoTransform: WritableStreamDefaultWriter<Uint8Array> | null = null
  private intoSink: WritableStreamDefaultWriter<Uint8Array> | null = null
  private besides: ReadableStreamDefaultReader<Uint8Array> | null = null

  constructor(settings: StreamSettings, lane: StreamLane, clock: StreamClock) {
    this.settings = settings
    this.lane = lane
    this.clock = clock
    this.start = clock.now()
  }

  /** Sets the chain up and runs it; resolves when it is over. */
  async run(): Promise<void> {
    const readable = this.makeSource()
    const transform = this.makeTransform()
    const writable = this.makeSink()
    const [main, besides] = this.settings.tee ? readable.tee() : [readable, null]
    this.intoTransform = transform.writable.getWriter()
    this.intoSink = writable.getWriter()
    if (besides !== null) void this.readAside(besides.getReader())
    await Promise.all([
      pump(main.getReader(), this.intoTransform, this.watch(0)),
      pump(transform.readable.getReader(), this.intoSink, this.watch(1)),
    ])
    this.isStopped = true
    if (this.ending === 'running') this.ending = 'written'
    this.lastEvent = this.elapsed()
    this.keep()
    // A branch that nobody reads to its end would be kept for ever.
    await this.besides?.cancel('the other branch is done').catch(() => {})
    this.isOver = true
  }

  /** The consumer gives up, or the producer fails, and says why. */
  end(how: 'cancel' | 'fail', reason: string): void {
    if (this.ending !== 'running') return
    this.tick()
    this.ending = how === 'cancel' ? 'cancelled' : 'failed'
    if (how === 'cancel') {
      this.say('the sink calls controller.error(reason)', reason)
      this.sink?.error(reason)
    } else {
      this.isStopped = true
      this.say('the source calls controller.error(reason)', reason)
      this.source?.error(reason)
    }
  }

  report(from: number): ChainReport {
    const { calls, ending, isOver, wrong } = this
    return { rows: this.rows.slice(from), current: this.row(), calls: [...calls], ending, isOver, wrong }
  }

  private makeSource(): ReadableStream<Uint8Array> {
    const { produce, items } = this.settings
    const strategy = this.strategy('source')
    const cancel = (reason: unknown): void => {
      this.isStopped = true
      this.say('source.cancel(reason)', reason)
    }
    const start = (controller: ReadableStreamDefaultController<Uint8Array>): void => {
      this.source = controller
    }
    const pull = async (): Promise<void> => {
      if (this.passed.source.in === items) return
      this.pulls += 1
      await this.sleep(gapOf(produce), 'produce')
      this.make()
    }
    if (this.lane === 'pull') return new ReadableStream({ start, pull, cancel }, strategy)
    const stream = new ReadableStream({ start, cancel }, strategy)
    void this.push(gapOf(produce), items)
    return stream
  }

  /** A source that goes by its own clock, and asks nobody. */
  private async push(gap: number, items: number): Promise<void> {
    for (let i = 1; i <= items; i++) {
      await this.sleep(Math.max(0, i * gap - (this.clock.now() - this.start)), 'produce')
      if (this.isStopped) return
      this.make()
    }
  }

  private make(): void {
    const { passed, source, settings } = this
    if (this.isStopped || source === null) return
    source.enqueue(makeChunk(passed.source.in))
    passed.source.in += 1
    // tee() hides how much of a closed source's queue is left; it is closed when the pipe has its last chunk.
    if (!settings.tee && passed.source.in === settings.items) source.close()
  }

  private makeTransform(): TransformStream<Uint8Array, Uint8Array> {
    const { passed } = this
    const transformer: CancellableTransformer = {
      start: (controller) => {
        this.transformer = controller
      },
      transform: (chunk, controller) => {
        passed.writable.out += 1
        passed.readable.in += 1
        controller.enqueue(turned(chunk))
      },
      cancel: (reason) => this.say('transformer.cancel(reason)', reason),
    }
    return new TransformStream(transformer, this.strategy('writable'), this.strategy('readable'))
  }

  private makeSink(): WritableStream<Uint8Array> {
    return new WritableStream(
      {
        start: (controller) => {
          this.sink = controller
        },
        write: async (chunk) => {
          await this.sleep(gapOf(this.settings.consume), 'write')
          const { id, isWhole } = readTurned(chunk)
          if (id !== this.passed.sink.out || !isWhole) this.wrong += 1
          this.passed.sink.out += 1
        },
        close: () => this.say('sink.close()', null),
        abort: (reason) => this.say('sink.abort(reason)', reason),
      },
      this.strategy('sink'),
    )
  }

  private async readAside(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
    this.besides = reader
    try {
      while (!(await reader.read()).done) {
        this.aside += 1
        await this.sleep(gapOf(this.settings.slow), 'slow')
      }
    } catch {
      // The source failed; it is told of elsewhere.
    }
  }

  private watch(pipe: 0 | 1): PipeWatch<Uint8Array> {
    const { passed, waits } = this
    const from = pipe === 1 ? passed.readable : this.settings.tee ? passed.branch : passed.source
    const to = pipe === 0 ? passed.writable : passed.sink
    return {
      moved: () => {
        from.out += 1
        to.in += 1
        if (from === passed.branch && from.out === this.settings.items) this.source?.close()
      },
      waiting: () => waits.begin(pipe, this.elapsed()),
      goingOn: () => waits.end(pipe, this.elapsed()),
    }
  }

  private strategy(place: Place): QueuingStrategy<Uint8Array> {
    const { measure, mark } = strategyOf(this.settings, place)
    const init = { highWaterMark: mark }
    return measure === 'count' ? new CountQueuingStrategy(init) : new ByteLengthQueuingStrategy(init)
  }

  private elapsed(): number {
    return this.clock.now() - this.start
  }

  /** Waits, and keeps the state the chain has settled in meanwhile. */
  private async sleep(span: number, who: Sleeper): Promise<void> {
    await this.clock.sleep(span, who)
    this.tick()
  }

  private tick(): void {
    if (this.ending !== 'running') return
    this.keep()
  }

  /** The state that has held since the last event, and still does. */
  private keep(): void {
    this.rows.push({ ...this.row(), waited: this.lastWaited })
    this.lastEvent = this.elapsed()
    this.lastWaited = this.waits.by(this.elapsed())
  }

  private say(what: string, reason: unknown): void {
    this.calls.push({ at: this.elapsed(), what, reason: reason === null ? null : inWords(reason) })
  }

  private row(): ChainRow {
    const { passed, settings } = this
    const sourceIn = passed.source.in
    // What tee() took shows only in what the source's queue still holds.
    const inSource = settings.tee ? this.leftOf(sourceIn) : sourceIn - passed.source.out
    const taken = sourceIn - inSource
    const queue = (place: Place, out: number, chunks: number, desired: number | null): QueueState => {
      const { measure } = strategyOf(settings, place)
      let size = 0
      for (let id = out; id < out + chunks; id++) size += sizeOf(measure, id)
      // What has given its last chunk is closed: it says 0 from then on, whatever its mark.
      return { chunks, size, desired: out === settings.items ? null : desired }
    }
    const counted = (place: 'writable' | 'readable' | 'sink', desired: number | null): QueueState =>
      queue(place, passed[place].out, passed[place].in - passed[place].out, desired)
    const inBranch = settings.tee ? taken - passed.branch.out : 0
    return {
      at: this.lastEvent,
      produced: sourceIn,
      transformed: passed.readable.in,
      written: passed.sink.out,
      aside: this.aside,
      pulls: this.pulls,
      waited: this.waits.by(this.elapsed()),
      queues: {
        source: queue('source', taken, inSource, this.source?.desiredSize ?? null),
        branch: queue('branch', passed.branch.out, inBranch, null),
        slow: queue('slow', this.aside, settings.tee ? taken - this.aside : 0, null),
        writable: counted('writable', this.intoTransform?.desiredSize ?? null),
        readable: counted('readable', this.transformer?.desiredSize ?? null),
        sink: counted('sink', this.intoSink?.desiredSize ?? null),
      },
    }
  }

  /** How many of the newest chunks make up what the source's queue holds, by its desiredSize. */
  private leftOf(made: number): number {
    const { measure, mark } = strategyOf(this.settings, 'source')
    const desired = this.source?.desiredSize ?? null
    if (this.passed.branch.out === this.settings.items) return 0
    if (desired === null) return this.lastLeft
    let left = mark - desired
    let chunks = 0
    while (left > 0 && chunks < made) {
      chunks += 1
      left -= sizeOf(measure, made - chunks)
    }
    return (this.lastLeft = chunks)
  }
}
