import type { Scenario } from '../../engine/kernel/simulation.ts'
import { SECOND } from '../../engine/kernel/time.ts'

/** Smaller audiences where a lesson goes on for an hour, and a K that fits them. */
const SMALL = { viewers: 2_000, shrink: 50, botAccounts: 500, for: 1_200 }
const TINY = { viewers: 1_000, titles: 100, shrink: 25, botAccounts: 200 }

/** Starting points. Seeds are chosen for what they show. */
export const TRENDING_SCENARIOS: readonly Scenario[] = [
  {
    id: 'evening',
    label: 'An evening',
    summary:
      'Nothing out of the ordinary: the board as drawn ranks what is always watched, the corrected one what is watched more than usual.',
    seed: 1,
    params: { for: 600 },
    main: true,
    script: [],
  },
  {
    id: 'viral',
    label: 'A title goes viral',
    summary:
      'From the 5th to the 20th minute a title from far down the list draws a tenth of all choices. Then nobody chooses it any more: the board as drawn never forgets it.',
    seed: 1,
    params: { ...SMALL, viewers: 4_000, for: 2_400 },
    main: true,
    script: [
      { at: 300 * SECOND, command: { kind: 'viral', on: true }, scripted: true },
      { at: 1_200 * SECOND, command: { kind: 'viral', on: false }, scripted: true },
    ],
  },
  {
    id: 'lie',
    label: 'Make the board lie',
    summary:
      'The corrected board without its guard: let bots lead both boards, then make one of them true again.',
    seed: 1,
    params: { ...SMALL, guard: false },
    main: true,
    script: [],
  },
  {
    id: 'film',
    label: 'One film, 722 views',
    summary:
      'Somebody plays one film of two hours. As drawn each of its events is a view: the start, 720 heartbeats and the end.',
    seed: 1,
    params: { ...TINY, for: 7_260 },
    main: true,
    script: [{ at: 20 * SECOND, command: { kind: 'film' }, scripted: true }],
  },
  {
    id: 'twice',
    label: 'Counted twice',
    summary:
      'One event in ten is sent a second time with the same id, and nobody looks at ids: views come out too high, different viewers do not.',
    seed: 1,
    params: { ...SMALL, replays: 10, dedupe: 'off' },
    main: true,
    script: [],
  },
  {
    id: 'watermark',
    label: 'Watermark or lateness',
    summary:
      'A watermark five minutes behind and no lateness allowed: every answer is five minutes old, so that late events still count. There is another way.',
    seed: 1,
    params: { ...SMALL, offline: 10, watermark: 300, lateness: 0 },
    main: false,
    script: [],
  },
  {
    id: 'fresh',
    label: 'How old is the answer?',
    summary:
      'An hourly window that tells its result once, at its end, beside one that slides: the same hour, and an answer more than an hour old.',
    seed: 1,
    params: { ...TINY, for: 4_200 },
    main: false,
    script: [],
  },
  {
    id: 'flight',
    label: 'A flight lands',
    summary:
      'Forty passengers watched for three hours without a network. All they did arrives within five seconds, each event at its own time.',
    seed: 1,
    params: SMALL,
    main: false,
    script: [{ at: 600 * SECOND, command: { kind: 'flight' }, scripted: true }],
  },
  {
    id: 'small',
    label: 'Small numbers',
    summary:
      'From 10 viewers to 100 scores 7.3, from 50,000 to 52,000 scores 2.71. Without anything added, the corrected board falls for it too.',
    seed: 1,
    params: { ...SMALL, shrink: 0 },
    main: false,
    script: [],
  },
  {
    id: 'crash',
    label: 'A collector crashes',
    summary:
      'Two ways to acknowledge an event: before it is in the log, or after. A crash shows which of them loses it.',
    seed: 1,
    params: SMALL,
    main: false,
    script: [{ at: 60 * SECOND, command: { kind: 'crash', collector: 0 }, scripted: true }],
  },
  {
    id: 'skew',
    label: 'One film, one partition',
    summary:
      'A topic is cut into fifty partitions, each with one reader; a record’s key decides which it goes to. After a minute a quarter of all viewers change to one film: a hot key, if the key is the title.',
    seed: 2,
    params: { ...SMALL, viewers: 4_000, offline: 0, keying: 'title', for: 600 },
    main: false,
    script: [{ at: 60 * SECOND, command: { kind: 'release' }, scripted: true }],
  },
]
