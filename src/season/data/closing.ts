import { EPISODES } from './episodes.ts'
import { PRINCIPLES } from './ideas.ts'

/** A term that this episode brings in. */
export interface Term {
  readonly term: string
  readonly means: string
}

/** The key terms of the episode (K1 to K6 of its sheet), for the back of the quick reference. */
export const GLOSSARY: readonly Term[] = [
  {
    term: 'Jitter buffer',
    means:
      'Holds packets back for a playout delay, so that what arrives unevenly is played evenly. More delay, fewer late packets.',
  },
  {
    term: 'Triple buffering',
    means:
      'Three picture buffers (front, middle, back), so that drawing need not wait for the screen. Not three stages of a pipeline.',
  },
  {
    term: 'Consumer group, consumer offset',
    means:
      'Readers that share a topic’s partitions, one reader a partition; and for each partition the next record the group will read. It frees nothing.',
  },
  {
    term: 'Retention policy',
    means:
      'When a log deletes: whole segments, by age or by size, at the next check, whether or not somebody has read them.',
  },
  {
    term: 'Backpressure strategy',
    means:
      'What happens when more comes than can be served: block, drop the newest or the oldest, sample, or scale out. Chosen for each kind of data.',
  },
  {
    term: 'Append-only log',
    means:
      'Records in the order of their writing, each with an offset that never changes; written at the end only.',
  },
]

export const CHALLENGE = {
  task: 'Design a text editor that several people write in at once: with undo, kept on several servers, every change seen live by all.',
  parts: [
    { what: 'lists, for the history of the text', from: 'episodes 1 and 2' },
    { what: 'links both ways, for undo and redo', from: 'episode 3' },
    { what: 'immutable snapshots that share what did not change', from: 'episode 4' },
    { what: 'an LRU cache of documents at hand', from: 'episode 5' },
    { what: 'consistent hashing, for which server has which document', from: 'episode 6' },
    { what: 'rings and logs, for the stream of changes', from: 'episodes 7 and 8' },
  ],
} as const

/** The episode's slides take this long in all, in seconds: a test holds it against the deck. */
export const EPISODE_SECONDS = 1_155

/** The season in numbers (N1 of its sheet). About 120 minutes are its own claim. */
export const STATISTICS: readonly { readonly value: string; readonly what: string }[] = [
  { value: `${EPISODES.length}`, what: 'episodes' },
  { value: '≈ 120', what: 'minutes' },
  {
    value: `${new Set(EPISODES.map(({ practice }) => practice.number)).size}`,
    what: 'problems, as many systems',
  },
  { value: `${PRINCIPLES.length}`, what: 'principles' },
  { value: '1', what: 'theme: time' },
]
