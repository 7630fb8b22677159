import { ABILITIES } from './abilities.ts'
import { EPISODES, type Door, type LabMoment } from './episodes.ts'
import { PRINCIPLES } from './ideas.ts'

/** A way on, and what one finds there. */
interface WayOn extends Door {
  readonly what: string
}

/** What stands beside a slide that has no lab of its own, where the slides are watched with the labs. */
export interface Beside {
  /** Counted from 1. */
  readonly slide: number
  readonly title: string
  /** What the lab has to do with the slide, in a sentence or two. */
  readonly why: string
  readonly lab: LabMoment
  readonly more: readonly WayOn[]
}

export const BESIDE: readonly Beside[] = [
  {
    slide: 1,
    title: 'Begin with a ring',
    why: 'The next slide starts where episode 7 ended, with this buffer of fixed size. Play it now, or turn to slide 2: the lab then moves with it.',
    lab: { id: 'ring', scenario: 'calm', at: 6 },
    more: [
      { title: 'The season', route: 'season', what: 'its eight episodes on one time line' },
      { title: 'Asked often', route: 'faq', what: 'what comes up at these slides, answered' },
    ],
  },
  {
    slide: 12,
    title: 'The page cache, running',
    why: 'The fourth reason: records just written are still in memory. In this lab a reader days behind asks for what has left it, and has to wait for the disk.',
    lab: { id: 'log', scenario: 'far-behind', at: 50 },
    more: [
      { title: 'Why a log is fast', route: 'speed', what: 'all four reasons, measured on this device' },
      {
        title: 'Zero-copy',
        route: 'speed?part=zero-copy',
        what: 'the way of the bytes, with and without TLS',
      },
      {
        title: 'How much is that?',
        route: 'speed?part=calculator',
        what: 'a cluster’s load, from your figures',
      },
    ],
  },
  {
    slide: 19,
    title: 'Where the journey began',
    why: 'Episode 1’s lab: commits, each of which points to the one before it. The other episodes have a lab as well.',
    lab: { id: 'commits', scenario: 'merges', at: 9 },
    more: EPISODES.slice(1).map(({ number, structure, question }) => ({
      title: `Episode ${number}: ${structure}`,
      route: `season?episode=${number}`,
      what: question,
    })),
  },
  {
    slide: 20,
    title: 'One of the six verbs: forget',
    why: 'A cache has little room and lets go of what nobody asked for longest. Here somebody reads through everything once, and it forgets the wrong things.',
    lab: { id: 'cache', scenario: 'scan', at: 23 },
    more: [
      { title: 'Store', route: 'lab/commits', what: 'each commit points back' },
      { title: 'Navigate', route: 'lab/history', what: 'back and on in a browser' },
      { title: 'Preserve', route: 'lab/undo', what: 'every state, most of it shared' },
      { title: 'Distribute', route: 'lab/hashing', what: 'keys, over servers' },
      { title: 'Bound', route: 'lab/ring', what: 'an endless stream in eight slots' },
      { title: 'One stream', route: 'season?part=theme', what: 'all six at once, step by step' },
    ],
  },
  {
    slide: 21,
    title: 'A principle, running: meet infinity with a bound',
    why: 'More comes in than can be served. Each way to deal with that pays for it in its own coin.',
    lab: { id: 'pressure', scenario: 'adaptive', at: 8 },
    more: PRINCIPLES.slice(0, -1).map(({ name, shown }) => ({
      title: shown.title,
      route: shown.route,
      what: `${name}: ${shown.what}`,
    })),
  },
  {
    slide: 22,
    title: 'A row of the card, running',
    why: 'Consistent hashing: a fifth server comes. Counting modulo the number of servers moves most keys, a ring about a fifth of them.',
    lab: { id: 'hashing', scenario: 'grow', at: 6 },
    more: [
      { title: 'The whole card', route: 'season?part=practice', what: 'with a problem for each episode' },
      { title: 'The season', route: 'season', what: 'each structure, and what production really uses' },
    ],
  },
  {
    slide: 23,
    title: 'Prove one of them now',
    why: 'A reader stalls: who waits, and who loses? Do the steps in the full lab, and the badge lights up on the slide.',
    lab: { id: 'reveal', scenario: 'stall', at: 20 },
    more: ABILITIES.filter(({ door }) => !door.route.startsWith('lab/reveal')).map(({ door, ask }) => ({
      ...door,
      what: ask,
    })),
  },
  {
    slide: 24,
    title: 'A graph you know already',
    why: 'Git’s history branches and joins again. Here two branches have merged crosswise, and there are two best common ancestors instead of one.',
    lab: { id: 'ancestors', scenario: 'crossed', at: 6 },
    more: [
      { title: 'Season 2', route: 'season?part=next', what: 'the seven pictures, step by step' },
      {
        title: 'The season challenge',
        route: 'season?part=challenge',
        what: 'a design that needs all eight',
      },
    ],
  },
  {
    slide: 25,
    title: 'The season in one system',
    why: 'Events of many viewers become a live trending board: a log, bounded buffers, keys, and something forgotten at every stage.',
    lab: { id: 'trending', scenario: 'twice', at: 60 },
    more: [
      { title: 'Every lab', route: '', what: 'on the start page' },
      {
        title: 'The season challenge',
        route: 'season?part=challenge',
        what: 'a design that needs all eight',
      },
      { title: 'Asked often', route: 'faq', what: 'what comes up at these slides, answered' },
    ],
  },
]
