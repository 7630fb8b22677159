import { refuse, type Outcome } from '../../shared/outcome.ts'
import type { Params, ParamSpec, ParamValue } from '../../shared/params.ts'
import type { Engine } from './engine.ts'
import { isSet, parseSet, printSet, readSet, type SetCommand } from './set-command.ts'
import type { Stamped } from './timeline.ts'

/** A number that a scenario was fitted to, beside what the model gives. */
export interface FittedFigure {
  readonly label: string
  readonly unit: string
  readonly digits: number
  readonly measured: number
  readonly model: number
}

/** What a scenario was fitted to, and how well. */
export interface Origin {
  /** Who measured what, where it can be found, under which licence. */
  readonly source: string
  /** What the fit does not show. */
  readonly caveat: string
  /** How the two columns of numbers came about. */
  readonly basis: string
  readonly figures: readonly FittedFigure[]
}

/** A starting point with a seed chosen for what it teaches. */
export interface Scenario {
  readonly id: string
  readonly label: string
  /** One plain sentence: what one will see. */
  readonly summary: string
  readonly seed: number
  /** Parameters that differ from the defaults. */
  readonly params: Params
  /** True for the few offered as buttons beside the picture. */
  readonly main: boolean
  /** Under which heading the others are offered, where there are many. */
  readonly group?: string
  /** For one that was fitted to something. */
  readonly origin?: Origin
  /** Changes and the lab's own commands that belong to the scenario: every run of it begins with them. */
  readonly script: readonly Stamped<ScriptedCommand>[]
}

/** A change of a setting, or a command of the lab's own with plain values. */
export type ScriptedCommand =
  SetCommand | { readonly [key: string]: ParamValue; readonly kind: Exclude<string, 'set'> }

/** Something a person brought along that a run is fed with, such as a packet trace. Survives structured cloning. */
export interface Attachment<Data = unknown> {
  /** A fingerprint of the content. */
  readonly id: string
  readonly name: string
  /** "4,327 packets, 0 lost, 86.5 s" */
  readonly summary: string
  readonly data: Data
}

/** Everything a run follows from, but for its commands. */
export interface RunSpec<Data = unknown> {
  readonly scenario: string
  readonly seed: number
  readonly params: Params
  readonly attachment: Attachment<Data> | null
}

/** One of several things in a file, any of which can feed a run: a stream of a capture. */
export interface Part {
  readonly id: string
  readonly label: string
}

/** Which part of a file is wanted: by its id, or by the fingerprint of the attachment it makes. */
export type Wish = { readonly part: string } | { readonly fingerprint: string }

/** What came of a file. */
export interface ReadFile<Data = unknown> {
  readonly attachment: Attachment<Data>
  /** What had to be mended on the way. */
  readonly notices: readonly string[]
  /** What there is to choose from, where that is more than one thing; and which one was taken. */
  readonly parts: readonly Part[]
  readonly part: string | null
}

/** Reads a file piece by piece. */
export interface Importer<Data = unknown> {
  /** Takes the next bytes; false once the file is refused and there is no use in reading on. */
  push(bytes: Uint8Array): boolean
  /** The result, or why there is none. */
  finish(): Outcome<ReadFile<Data>>
}

/** A partition of a run as a broker has it on its disk. Its bytes lie where the engine has them: copy what is kept. */
export interface PartitionFiles {
  /** Its folder's name: "log-0". */
  readonly folder: string
  readonly logStartOffset: number
  /** How large a segment may become, in bytes. */
  readonly segmentBytes: number
  readonly segments: readonly {
    readonly baseOffset: number
    readonly log: Uint8Array
    readonly index: Uint8Array | null
    readonly timeIndex: Uint8Array | null
  }[]
}

/** A lab's model as the session sees it: pure, no screen. Foreign data enters through its readers only. */
export interface Simulation<Command, Frame, Saved, Data = unknown> {
  readonly params: readonly ParamSpec[]
  readonly scenarios: readonly Scenario[]
  create(spec: RunSpec<Data>): Engine<Command | SetCommand, Frame, Saved>
  /** A command of the lab's own, all but `set`, as a short token for a link: letters, digits, `.`, `-` and `_`. */
  printCommand(command: Command): string
  parseCommand(token: string): Outcome<Command>
  /** A command from parsed JSON. */
  readCommand(value: unknown): Outcome<Command>
  /** The run so far as a table of comma-separated values, header first. */
  exportRows(engine: Engine<Command | SetCommand, Frame, Saved>): Iterable<string>
  /** The partitions of a run, for labs that keep real logs. */
  partitionFiles?(engine: Engine<Command | SetCommand, Frame, Saved>): readonly PartitionFiles[]
  /** For labs that take files; null for those that don't. */
  readonly files: {
    /** File name endings, for the file dialogue: ".csv". */
    readonly accept: string
    /**
     * Comes by itself when it is wanted: most runs never read a file. Without a wish, or with one by a fingerprint that
     * no part has, it chooses.
     */
    importer(name: string, wish: Wish | null): Promise<Importer<Data>>
    /** The attachment's data as JSON for a run file, and back. */
    print(data: Data): unknown
    read(value: unknown): Outcome<Data>
  } | null
}

/** The answer to a token that is none of a lab's commands. */
export const unknownCommand = (token: string): Outcome<never> =>
  refuse(`"${token.slice(0, 40)}" is no change this lab knows`)

export type AnySimulation = Simulation<unknown, unknown, unknown>

/**
 * Teaches a simulation the command every lab understands, `set`, and forgets its types, so that a session can hold
 * any lab's. Sound because commands, saved states and attachments only ever come back to the simulation that made
 * or parsed them.
 */
export function anySimulation<C extends { readonly kind: string }, F, S, D>(
  simulation: Simulation<C, F, S, D>,
): AnySimulation {
  const { params } = simulation
  const own: AnySimulation = simulation
  return {
    ...own,
    printCommand: (command) => (isSet(command) ? printSet(command) : own.printCommand(command)),
    parseCommand: (token) => parseSet(params, token) ?? own.parseCommand(token),
    readCommand: (value) => readSet(params, value) ?? own.readCommand(value),
  }
}
