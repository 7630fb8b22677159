import type { Figure } from '../measure.ts'
import type { Contest, Standing } from './beside-peers.ts'

/** A contest as a table to read. */
export function contestLines(contest: Contest): string[] {
  const { arena, events, warm, viewers, titles, boards, load, copy, random } = contest
  const width = Math.max(...contest.standings.map(({ name }) => name.length))
  return [
    `Ingestion beside its peers in ${arena}: ${whole(events)} events after ${whole(warm)}, of ${whole(viewers)} viewers and ${whole(titles)} titles; ${boards} boards of the last hour`,
    `${counted(contest)}; load ${range(load)}, copy ${range(copy)} GB/s, random access ${range(random)} ns`,
    `${''.padEnd(width)}  ${['M/s', 'ms a board', 'of top 100', 'viewers off', 'ours is … ×', 'generation incl.', 'processor time'].map((word) => word.padStart(22)).join('')}`,
    ...contest.standings.map((one) => `${one.name.padEnd(width)}  ${cells(one).join('')}`),
  ]
}

const counted = ({ rounds, countedRounds, isFiltered }: Contest): string =>
  isFiltered
    ? `${countedRounds} of ${rounds} rounds count: those with random access within 1.3 times its best`
    : `all ${rounds} rounds count, though the machine was hardly ever quiet`

const cells = ({ rate, board, recall, error, ratio, ratioIncluded, ratioCpu }: Standing): string[] =>
  [
    range(rate),
    range(board),
    recall === undefined ? '' : `${(100 * recall).toFixed(1)} %`,
    error === undefined ? '' : `${(100 * error).toFixed(2)} %`,
    range(ratio),
    range(ratioIncluded),
    range(ratioCpu),
  ].map((word) => word.padStart(22))

const range = (one: Figure | null): string =>
  one === null || Number.isNaN(one.median)
    ? ''
    : `${short(one.median)} (${short(one.min)}..${short(one.max)})`

const short = (value: number): string => value.toFixed(value >= 100 ? 0 : value >= 10 ? 1 : 2)

const whole = (value: number): string => value.toLocaleString('en')
