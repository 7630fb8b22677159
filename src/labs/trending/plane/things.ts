import type { PlaneFrame } from '../../../engine/ingest/plane/frame.ts'

/** What can be chosen in the plane, as the stage keeps it: "event-12-345", "pane-7". */
export const eventThing = (idHigh: number, idLow: number): string => `event-${idHigh}-${idLow}`
export const paneThing = (number: number): string => `pane-${number}`

/** An event in the plane, wherever it is on its way. */
export interface PlaneEvent {
  readonly idHigh: number
  readonly idLow: number
  readonly happened: number
  /** When it arrived or will. */
  readonly arrived: number
  readonly origin: number
  /** One of PLACE; null: it has not arrived. */
  readonly place: number | null
  readonly region: number
  readonly type: number
  readonly title: number
}

/** The chosen event, if one is chosen and still known. */
export function chosenEvent(plane: PlaneFrame, thing: string | null): PlaneEvent | null {
  const [, high, low] = /^event-(\d+)-(\d+)$/.exec(thing ?? '') ?? []
  if (high === undefined || low === undefined) return null
  const [idHigh, idLow] = [Number(high), Number(low)]
  const held = plane.held.find((one) => one.idHigh === idHigh && one.idLow === idLow)
  if (held !== undefined) return { ...held, arrived: held.due, place: null }
  const { points } = plane
  const row = points.idLow.findIndex((value, i) => value === idLow && points.idHigh[i] === idHigh)
  return row < 0 ? null : eventOf(plane, row)
}

export function eventOf({ points }: PlaneFrame, row: number): PlaneEvent {
  const of = (column: ArrayLike<number>): number => column[row] ?? Number.NaN
  return {
    idHigh: of(points.idHigh),
    idLow: of(points.idLow),
    happened: of(points.happened),
    arrived: of(points.arrived),
    origin: of(points.origin),
    place: of(points.place),
    region: of(points.region),
    type: of(points.type),
    title: of(points.title),
  }
}

/** The number of the chosen minute, or null. */
export function chosenPane(thing: string | null): number | null {
  const [, number] = /^pane-(-?\d+)$/.exec(thing ?? '') ?? []
  return number === undefined ? null : Number(number)
}

/** How a line stood at a moment: the last step at or before it; NaN before any. */
export function lineAt(time: Float64Array, line: Float64Array, moment: number): number {
  let low = 0
  let high = time.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((time[middle] ?? 0) <= moment) low = middle + 1
    else high = middle
  }
  return line[low - 1] ?? Number.NaN
}
