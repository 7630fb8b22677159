import { SECOND } from '../../engine/kernel/time.ts'
import type { TrendingFrame } from '../../engine/ingest/lab/frame.ts'
import type { Lesson } from '../../stage/define-lab.ts'

/** How full the fullest partition of players' events is against the mean, as the topics are keyed now. */
const fullest = ({ lanes }: TrendingFrame): number => lanes[1]?.of.fullest ?? Number.NaN

/** Over ten seconds rates are measured: so long after the film came out, and after a change. */
const OUT = 80 * SECOND

/** One film, one partition (Y72). */
export const SKEW_LESSON: Lesson<TrendingFrame> = {
  prediction: {
    question:
      'A film comes out, and a quarter of all viewers change to it. A record’s key is its title: one key, one partition of fifty. How full is the film’s partition, against the mean of all?',
    options: [
      { id: 'even', label: 'less than twice: the hash spreads the records' },
      { id: 'some', label: 'about 4 times: a quarter' },
      { id: 'dozen', label: 'about 12 times' },
      { id: 'all', label: 'about 50 times: everything is there' },
    ],
    at: 120 * SECOND,
    answer: (frame) => {
      const times = fullest(frame)
      return times < 2 ? 'even' : times < 7 ? 'some' : times < 25 ? 'dozen' : 'all'
    },
    explanation:
      'A hash spreads keys, not the records of one key. A share s in one place, and a fiftieth of the rest, is 50 · s + (1 − s) times the mean: with s = 0.25 that is 13, with the share the film has here 12. Its reader takes 1.5 times the mean.',
  },
  steps: [
    {
      id: 'hot',
      text: 'See where the film’s records go when their key is the title, and what that does to one reader.',
      hint: 'Go to 120 seconds: the film came out at 60. The fullest partition is marked; press it for its newest records.',
      isDone: ({ frame }) => frame.now >= OUT && frame.settings.keying === 'title' && fullest(frame) > 8,
    },
    {
      id: 'apart',
      text: 'Do as was drawn: keep a partition for what is hot. See whether it helps.',
      hint: 'Press “Hot ones apart” above the partitions at 120 seconds, and let half a minute go by. All that is hot is in one place now.',
      isDone: ({ frame }) => frame.now >= OUT && frame.settings.keying === 'dedicated' && fullest(frame) > 8,
    },
    {
      id: 'salt',
      text: 'Cut the film’s key into 16 by a salt: a number drawn from the user, put behind the title. Bring the fullest partition below 4 times the mean.',
      hint: 'Press “Title in 16 parts”, and let half a minute go by. What lies in the old partition stays there: see how long its reader will be at it.',
      isDone: ({ frame }) => frame.now >= OUT && frame.settings.keying === 'salted' && fullest(frame) < 4,
    },
    {
      id: 'user',
      text: 'Find the key with which every reader keeps up, and what it costs: in how many partitions the film lies then.',
      hint: 'Go back to 0 seconds, press “By user”, and go to 120 again. At the end of each row of the last picture stands in how many partitions the film lies.',
      isDone: ({ frame }) =>
        frame.now >= OUT &&
        frame.settings.keying === 'user' &&
        fullest(frame) < 1.5 &&
        (frame.lanes[1]?.of['reader-wait'] ?? Infinity) < 2,
    },
  ],
}
