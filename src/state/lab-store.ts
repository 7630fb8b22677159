import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Params } from '../shared/params.ts'
import type { Check } from '../engine/kernel/engine.ts'
import type { Attachment, Part } from '../engine/kernel/simulation.ts'
import type { SimTime } from '../engine/kernel/time.ts'
import type { TimelineLog } from '../engine/kernel/timeline.ts'
import type { Details, Explained, Variant } from '../session/protocol.ts'

/** Something the person must be told. It stays until it is closed. */
export interface Notice {
  readonly id: number
  readonly tone: 'info' | 'problem'
  /** One sentence a line. */
  readonly text: string
  /** The id of the attachment it is about; with that one it goes. */
  readonly of: string | null
}

/** The panels of a stage; one is open at a time. */
export type Panel = 'check' | 'compare' | 'export' | 'help' | 'settings' | null

/** What a mounted stage knows, but for its frames, which change too often. */
export interface LabState {
  readonly scenario: string
  readonly seed: number
  /** The parameters the run starts with. */
  readonly params: Params
  readonly attachment: Attachment | null
  /** What else is in the file that the attachment with the id `of` came from, and which part of it that one is. */
  readonly parts: {
    readonly of: string
    readonly all: readonly Part[]
    readonly chosen: string | null
  } | null
  readonly playing: boolean
  /** Simulated seconds a second. */
  readonly speed: number
  /** How much of the past is in view. */
  readonly before: SimTime
  /** 'over': the session failed and can be restarted. */
  readonly status: 'starting' | 'ready' | 'over'
  /** Why it is over. */
  readonly ending: string | null
  readonly now: SimTime
  readonly goal: SimTime
  readonly extent: SimTime
  readonly settled: boolean
  readonly branch: string
  readonly log: TimelineLog<unknown> | null
  readonly details: Details | null
  readonly checks: readonly Check[] | null
  /** The number whose events are listed, and those events; null when none is. */
  readonly explained: { readonly lane: string; readonly measure: string; readonly why: Explained } | null
  /** By branch: how far it has been run. */
  readonly horizons: Readonly<Record<string, SimTime>>
  /** The changes of the present branch, as tokens for a link. */
  readonly link: readonly string[]
  /** The last important thing that happened, for those who listen. */
  readonly announcement: string
  readonly comparing: Variant | null
  readonly importing: { readonly name: string; readonly done: number; readonly total: number } | null
  readonly selected: string | null
  readonly panel: Panel
  readonly notices: readonly Notice[]
  /** Things done in this stage, for the steps. */
  readonly done: ReadonlySet<string>
  /** Steps ticked off, by scenario and step: "high/freeze". Once ticked they stay. */
  readonly ticked: ReadonlySet<string>
  /** Answers given to predictions, by scenario. */
  readonly predicted: Readonly<Record<string, string>>
}

export type LabStore = StoreApi<LabState>

export const createLabStore = (
  start: Pick<LabState, 'scenario' | 'seed' | 'params' | 'speed' | 'before'>,
): LabStore =>
  createStore<LabState>(() => ({
    ...start,
    attachment: null,
    parts: null,
    playing: false,
    status: 'starting',
    ending: null,
    now: 0,
    goal: 0,
    extent: 0,
    settled: true,
    branch: 'main',
    log: null,
    details: null,
    checks: null,
    explained: null,
    horizons: {},
    link: [],
    announcement: '',
    comparing: null,
    importing: null,
    selected: null,
    panel: null,
    notices: [],
    done: new Set<string>(),
    ticked: new Set<string>(),
    predicted: {},
  }))

let nextNotice = 1

/** Tells the person something; the same sentence twice is told once. */
export function notify(store: LabStore, tone: Notice['tone'], text: string, of: Notice['of'] = null): void {
  store.setState(({ notices }) =>
    notices.some((notice) => notice.text === text)
      ? {}
      : { notices: [...notices, { id: nextNotice++, tone, text, of }].slice(-6) },
  )
}

/** The parameters in force on the present branch at `now`: those of the start and the changes since. */
export function paramsInForce({
  params,
  log,
  branch,
  now,
}: Pick<LabState, 'params' | 'log' | 'branch' | 'now'>): Params {
  const commands = log?.branches.find(({ id }) => id === branch)?.commands ?? []
  const changes = commands
    .filter(({ at }) => at <= now)
    .map(({ command }) => command)
    .filter(isSet)
  return { ...params, ...Object.fromEntries(changes.map(({ key, value }) => [key, value])) }
}

const isSet = (command: unknown): command is { kind: 'set'; key: string; value: Params[string] } =>
  typeof command === 'object' && command !== null && 'kind' in command && command.kind === 'set'
