import { createElement, lazy, type ComponentType } from 'react'
import type { ParamSpec, Params, ParamValue } from '../shared/params.ts'
import type { Attachment, Scenario } from '../engine/kernel/simulation.ts'
import type { SimTime } from '../engine/kernel/time.ts'
import type { Studied } from '../session/protocol.ts'

/** A number a lab reports for each of its lanes. */
export interface MeasureSpec {
  readonly id: string
  readonly label: string
  readonly unit: string
  readonly digits: number
  /** What is counted, and how, in a plain sentence or two. */
  readonly definition: string
  /** Which way is better; null where neither is. */
  readonly better: 'less' | 'more' | null
  /** What it is told beside, where a lab has many: "Delay". */
  readonly group?: string
  /** True for the few that are shown at first, where a lab has many. Without any, all are shown. */
  readonly essential?: true
}

/** How an idea is meant, and so how it is drawn: as a marker sketch or in crisp lines. */
export type Origin = 'whiteboard' | 'production'

/** One lane's numbers, in the order of the lab's measures. */
export interface LaneReadout {
  readonly id: string
  readonly name: string
  readonly summary: string
  readonly origin: Origin
  readonly values: readonly number[]
  /** The invariant of conservation, term by term: the first equals the sum of the others. */
  readonly conservation: readonly { readonly label: string; readonly count: number }[]
}

/** One thing done in a stage, as a solution writes it down. */
export type Action =
  | { readonly do: 'seek'; readonly to: SimTime }
  | { readonly do: 'set'; readonly key: string; readonly value: ParamValue; readonly since: 'start' | 'now' }
  | { readonly do: 'command'; readonly command: unknown; readonly at: SimTime }
  | { readonly do: 'press'; readonly what: 'step' | 'step-back' | 'check' | 'next-trouble' }
  | { readonly do: 'compare'; readonly params: Params }
  | { readonly do: 'switch'; readonly branch: string }
  | { readonly do: 'select'; readonly thing: string }

/** What the person has done and sees: what steps are judged by. */
export interface Progress<Frame> {
  readonly frame: Frame
  readonly now: SimTime
  readonly scenario: string
  /** The parameters in force now, changes on the way included. */
  readonly params: Params
  readonly branches: number
  /** Things done in the stage: 'stepped-back', 'compared', 'checked', 'move', 'set-fps', ... */
  readonly done: ReadonlySet<string>
}

/** One thing to do, which ticks itself off. */
export interface Step<Frame> {
  readonly id: string
  readonly text: string
  readonly hint: string
  readonly isDone: (progress: Progress<Frame>) => boolean
}

/** A question to be answered before the run shows the answer. */
export interface Prediction<Frame> {
  readonly question: string
  readonly options: readonly { readonly id: string; readonly label: string }[]
  /** The moment from which the answer is known. */
  readonly at: SimTime
  readonly answer: (frame: Frame) => string
  readonly explanation: string
}

/** What a scenario asks of a student. */
export interface Lesson<Frame> {
  readonly steps: readonly Step<Frame>[]
  readonly prediction: Prediction<Frame> | null
}

/** What a lab's picture is given. It draws the frame; it keeps no truth of its own. */
export interface LabViewProps<Frame> {
  readonly frame: Frame
  /** The frame of the run compared with, at the same moment. */
  readonly compared: Frame | null
  /** What is selected, as the lab names its things; null for nothing. */
  readonly selected: string | null
  readonly select: (thing: string | null) => void
  /** Gives a command at `time` (null: now). Commands of one gesture replace each other. */
  readonly act: (command: unknown, time: SimTime | null, gesture: string | null) => void
  /** Goes to a moment of the run. */
  readonly seek: (time: SimTime) => void
  /** A part of the lab's long reckoning about the run as it stands; null where its model has none. */
  readonly study: (part: number) => Promise<Studied | null>
  /** True where the picture is small and its controls are elsewhere, as on a slide. */
  readonly compact: boolean
}

/** A component loaded when it is first drawn; `retry` lets the next drawing load it anew after it could not be had. */
export type Loaded<Props> = ComponentType<Props> & { readonly retry: () => void }

/** A lab's picture. */
export type LabView<Frame> = Loaded<LabViewProps<Frame>>

/** What is known of a lab before it is opened: whoever lists labs needs no more of them. */
export interface LabCard {
  readonly id: string
  readonly title: string
  /** One plain sentence: what it shows. */
  readonly summary: string
  /** How much there is in it: '5 scenarios'. A test holds it against the definition. */
  readonly foot: string
}

/** Everything the stage needs to know of a lab. One folder a lab defines one. */
export interface LabDefinition<Frame = unknown> extends LabCard {
  readonly params: readonly ParamSpec[]
  readonly scenarios: readonly Scenario[]
  /** The name of the buttons that choose among the main scenarios. */
  readonly scenarioLabel: string
  /** What files it takes, or null: "a packet trace (CSV or pcap)". */
  readonly files: { readonly accept: string; readonly noun: string; readonly help: string } | null
  /** The parameters to go on with once a file is taken in. */
  readonly paramsFor: (attachment: Attachment, params: Params) => Params
  /** Parameters that mean nothing while a file feeds the run. */
  readonly fixedByFile: readonly string[]
  readonly measures: readonly MeasureSpec[]
  readonly lanes: (frame: Frame) => readonly LaneReadout[]
  /** One sentence that tells what the picture shows now. */
  readonly describe: (frame: Frame) => string
  /** Important things that happened between two frames, to be announced. */
  readonly news: (before: Frame, after: Frame) => readonly string[]
  readonly lesson: (scenario: string, hasFile: boolean) => Lesson<Frame>
  /** What one can do in the picture, with a pointer and with keys. */
  readonly byHand: string
  /** What the model leaves out. */
  readonly leavesOut: readonly string[]
  /** How much of the past is in view at first (and on a narrow screen), and how much of the future. */
  readonly view: {
    readonly before: SimTime
    readonly narrow: SimTime
    readonly after: SimTime
    readonly choices: readonly SimTime[]
  }
  /** The playing speed at first: simulated seconds a second. */
  readonly speed: number
  readonly View: LabView<Frame>
  /** A part of the page that is this lab's alone, below the picture: closed at first, and gone when it is closed. */
  readonly extra?: {
    readonly title: string
    /** What one finds in it, in a sentence. */
    readonly summary: string
    readonly Part: Loaded<object>
  }
}

/** Any lab, its frame type forgotten: frames only ever reach the lab whose engine made them. */
export type AnyLab = LabDefinition

export const defineLab = <Frame>(lab: LabDefinition<Frame>): AnyLab => lab as unknown as AnyLab // see AnyLab

/** A component whose code is loaded when it is first drawn. React's own `lazy` would remember a failure for ever. */
export function lazyView<Props extends object>(load: () => Promise<ComponentType<Props>>): Loaded<Props> {
  const begin = (): ComponentType<Props> => lazy(async () => ({ default: await load() }))
  let Code = begin()
  const View = (props: Props) => createElement(Code, props)
  return Object.assign(View, { retry: () => void (Code = begin()) })
}
