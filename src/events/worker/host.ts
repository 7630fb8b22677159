import { accept, refuse, sentence, type Outcome } from '../../shared/outcome.ts'
import { EventImport } from '../../engine/ingest/json/event-import.ts'
import { ENVELOPE, type Plan } from '../../engine/ingest/json/plan.ts'
import { NamedTitles } from '../../engine/ingest/json/titles.ts'
import { boardCsv } from '../../engine/ingest/json/write-board.ts'
import { eventLine } from '../../engine/ingest/json/write-event.ts'
import { exportLetter } from '../../engine/ingest/json/write-letter.ts'
import { writeSketches } from '../../engine/ingest/sketches/bytes.ts'
import { benchSketches } from '../bench.ts'
import { parseMapping } from '../../mapping/mapping.ts'
import { eventsOf, runFile, type Ran } from '../file-reading.ts'
import { letterDetail, letterPage, mendedWith, notKept } from '../letters.ts'
import { mergeFile } from '../merge-file.ts'
import { probe, readHead } from '../probe.ts'
import type {
  Bench,
  BenchRequest,
  LetterDetail,
  LetterPage,
  MergedFile,
  Preview,
  Probe,
  ReadProgress,
  Replayed,
  SampleKind,
  Summary,
} from '../protocol.ts'
import { makeSample } from '../sample.ts'
import { segmentsOf } from '../segments.ts'

const MOST_SKETCH_BYTES = 2 ** 28

type Told = (done: ReadProgress) => void

/** What the page can ask of the worker that holds one file's run. */
export class EventsHost {
  private ran: Ran | null = null
  private plan: Plan = ENVELOPE
  private file: Blob | null = null
  private isStopped = false
  /** The lines of events that were dead letters first. */
  private replayed: string[] = []
  /** The texts that they became events by, by their lines; and those of them that this run had in their place. */
  private readonly mended = new Map<number, string>()
  private inPlace: ReadonlyMap<number, string> = new Map()

  sample(kind: SampleKind): Blob {
    return makeSample(kind)
  }

  /** What a file seems to be. */
  probe(file: Blob, delimiter: string | null): Promise<Outcome<Probe>> {
    return unlessUnreadable(async () => probe(await readHead(file), delimiter))
  }

  /** What a mapping makes of a file's first lines; refused with what is wrong with the mapping. */
  preview(file: Blob, mapping: string): Promise<Outcome<Preview>> {
    return unlessUnreadable(async () => {
      const plan = planOf(mapping)
      if (!plan.ok) return plan
      return previewOf((await readHead(file)).bytes, plan.value)
    })
  }

  /** Refused with what is wrong with it. */
  checkMapping(mapping: string): Outcome<null> {
    const plan = planOf(mapping)
    return plan.ok ? accept(null) : plan
  }

  /** Runs a file in the envelope, or with a mapping any. */
  run(file: Blob, mapping: string | null, progress: Told): Promise<Outcome<Summary>> {
    return unlessUnreadable(async () => {
      const plan = mapping === null ? accept(ENVELOPE) : planOf(mapping)
      return plan.ok ? this.runAs(file, plan.value, progress) : plan
    })
  }

  /** Runs the file again, with all that was mended in its place, as if it had come so. */
  runAgain(progress: Told): Promise<Outcome<Summary>> {
    const { file, plan } = this
    if (file === null) return Promise.resolve(refuse('no file is open'))
    return unlessUnreadable(() => this.runAs(file, plan, progress))
  }

  /** Reads no further: what was read so far counts. */
  stop(): void {
    this.isStopped = true
  }

  letters(rule: number | null, from: number, count: number): Outcome<LetterPage> {
    return this.asked(({ run }) => letterPage(run, rule, from, count))
  }

  letter(number: number): Outcome<LetterDetail | null> {
    return this.asked(({ run }) => {
      const letter = run.source.deadLetters.list().find((one) => one.number === number)
      return letter === undefined ? null : letterDetail(run, this.plan, letter)
    })
  }

  /** Sends letters again: a rule's, or the one of a number; with the texts that were mended, the others as they are. */
  replay(
    which: { readonly rule: number } | { readonly number: number },
    mended: ReadonlyMap<number, string>,
  ): Outcome<Replayed> {
    return this.asked((ran) => this.sendAgain(ran, which, (number) => mended.get(number) ?? null))
  }

  /** Sends every letter of a rule again with `value` where the rule says that something is wrong. */
  replayWith(rule: number, value: string): Outcome<Replayed> {
    return this.asked((ran) => {
      const letters = new Map(ran.run.source.deadLetters.list(rule).map((letter) => [letter.number, letter]))
      return this.sendAgain(ran, { rule }, (number) => {
        const letter = letters.get(number)
        return letter === undefined ? null : mendedWith(ran.run, this.plan, letter, value)
      })
    })
  }

  /** A board as CSV or JSON. */
  board(which: 'corrected' | 'drawn', form: 'csv' | 'json'): Outcome<string> {
    return this.asked(({ run }) => {
      const board = (which === 'drawn' ? run.drawnBoard : run.board) ?? NO_BOARD
      return form === 'json' ? `${JSON.stringify(board, null, 2)}\n` : `${boardCsv(board).join('\n')}\n`
    })
  }

  deadLetters(): Outcome<Blob> {
    return this.asked(({ run }) => {
      const lines = run.source.deadLetters.list().map((letter) => `${JSON.stringify(exportLetter(letter))}\n`)
      return new Blob(lines, { type: 'application/x-ndjson' })
    })
  }

  sketches(): Outcome<Uint8Array> {
    return this.asked(({ run }) => writeSketches(run.sketches()))
  }

  /** The accepted events. */
  events(progress: (bytes: number) => void): Promise<Outcome<Blob>> {
    return this.readAgain(progress, ({ reading }, file, tell) =>
      eventsOf(file, reading.bytes, this.plan, this.inPlace, this.replayed, tell),
    )
  }

  /** The topics' partitions as segments, in an archive. */
  segments(progress: (bytes: number) => void): Promise<Outcome<Blob>> {
    const { inPlace, mended } = this
    const sentAgain = new Map([...mended].filter(([line]) => !inPlace.has(line)))
    return this.readAgain(progress, ({ reading }, file, tell) =>
      segmentsOf(file, reading.bytes, this.plan, inPlace, sentAgain, tell),
    )
  }

  /** Two sketches of made-up ids, and their union. */
  bench(request: BenchRequest): Bench {
    return benchSketches(request)
  }

  /** A file of sketches beside the run's own. */
  merge(file: Blob): Promise<Outcome<MergedFile>> {
    return unlessUnreadable(async () => {
      if (file.size > MOST_SKETCH_BYTES) return refuse('a file of sketches has at most 256 MiB')
      const bytes = new Uint8Array(await file.arrayBuffer())
      return mergeFile(bytes, this.ran?.run.sketches() ?? null)
    })
  }

  /** What the file has to be read once more for. */
  private readAgain(
    progress: (bytes: number) => void,
    make: (ran: Ran, file: Blob, tell: (bytes: number) => boolean) => Promise<Blob>,
  ): Promise<Outcome<Blob>> {
    return unlessUnreadable(async () => {
      const { ran, file } = this
      if (ran === null || file === null) return refuse('no file is open')
      const tell = (bytes: number): boolean => {
        progress(bytes)
        return true
      }
      return accept(await make(ran, file, tell))
    })
  }

  private async runAs(file: Blob, plan: Plan, progress: Told): Promise<Outcome<Summary>> {
    this.isStopped = false
    const inPlace = new Map(this.mended)
    const ran = await runFile(file, plan, inPlace, (bytes, { source }) => {
      progress({ bytes, accepted: source.counts.accepted, rejected: source.deadLetters.seen })
      return !this.isStopped
    })
    if (!ran.ok) return ran
    this.ran = ran.value
    this.plan = plan
    this.file = file
    this.inPlace = inPlace
    this.replayed = []
    return accept(summaryOf(ran.value, inPlace.size))
  }

  private sendAgain(
    ran: Ran,
    which: { readonly rule: number } | { readonly number: number },
    mended: (number: number) => string | null,
  ): Replayed {
    const { run } = ran
    const letters = run.source.deadLetters
      .list('rule' in which ? which.rule : null)
      .filter(({ number }) => 'rule' in which || number === which.number)
    run.onEvent = (line) => this.replayed.push(line)
    const still: { number: number; rule: number }[] = []
    for (const letter of letters) {
      const text = mended(letter.number) ?? letter.text
      const rule = run.replay(letter, text)
      if (rule === 0) this.mended.set(letter.line, text)
      else still.push({ number: letter.number, rule })
    }
    run.onEvent = null
    run.settle()
    return { sent: letters.length - still.length, still, summary: summaryOf(ran, this.inPlace.size) }
  }

  private asked<T>(answer: (ran: Ran) => T): Outcome<T> {
    return this.ran === null ? refuse('no file is open') : accept(answer(this.ran))
  }
}

const NO_BOARD = { time: '', standing: 'none', titles_considered: 0, rows: [] } as const

function planOf(mapping: string): Outcome<Plan> {
  const plan = parseMapping(mapping)
  return plan.ok ? plan : refuse(sentence(plan.problem))
}

function previewOf(bytes: Uint8Array, plan: Plan): Outcome<Preview> {
  let first: string | null = null
  const titles = new NamedTitles(1_000)
  const source = new EventImport({
    plan,
    titles,
    clock: 'correct',
    epochMs: null,
    batchSize: 64,
    limits: { perRule: 0, textPerRule: 0 },
    take(batch, rules) {
      for (let i = 0; i < batch.length && first === null; i++)
        if (rules[i] === 0) first = eventLine(batch, i, source.epochMs ?? 0, titles)
    },
  })
  source.push(bytes)
  const finished = source.finish()
  if (!finished.ok) return refuse(sentence(finished.problem))
  const { counts, seen } = source.deadLetters
  const broken = counts
    .map((count, rule) => ({ rule, count }))
    .filter(({ count }) => count > 0)
    .toSorted((a, b) => b.count - a.count)
  return accept({ accepted: finished.value.accepted, rejected: seen, broken, first })
}

function summaryOf({ run, reading, stages, seconds }: Ran, mended: number): Summary {
  const { dedupe } = run.pipeline
  const { duplicates, forgotten, capacity, bytes, falsePositiveRate } = dedupe
  return {
    counts: run.counts,
    lateness: run.lateness,
    board: run.board,
    drawn: run.drawnBoard,
    dedupe: { duplicates, forgotten, capacity, bytes, falsePositiveRate },
    stages: Array.from(stages, ([stage, ms]) => ({ stage, ms })),
    seconds,
    bytes: reading.bytes,
    unpacked: run.source.counts.bytes,
    isGzip: reading.isGzip,
    problem: reading.problem,
    titles: run.titles.size,
    notKept: notKept(run),
    mended,
  }
}

/** A chosen file is read where it lies: it may have been changed or moved since. Anything else is a bug. */
async function unlessUnreadable<T>(read: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof DOMException)
      return refuse('the file can no longer be read: it was changed or moved after it was chosen')
    throw error
  }
}
