import { SOURCES } from '../sources.ts'
import type { Question } from './question.ts'

/** Act 3. */
export const PRESSURE: readonly Question[] = [
  {
    id: 'block-or-drop',
    asks: 'Block or drop?',
    answer:
      'Ask what the data is worth, and until when. A payment may wait and must not be lost; a picture or a price that comes late is worth nothing; metrics may be sampled if each carries its weight. In this rush no single default gives all six kinds of data what they need: block 3, drop newest 1, drop oldest 2, sample 2, scale out 4. Slide 16’s choices give it to 6, once they are carried out with care: an outbox for payments, whole groups of pictures for video.',
    shown: [
      {
        title: 'Which strategy?: A rush',
        route: 'lab/matrix?scenario=rush&t=60',
        what: 'six kinds of data under seven ways to choose',
      },
    ],
    sources: [],
    slides: [16],
  },
  {
    id: 'larger-buffer',
    asks: 'More comes in than goes out. How large must the buffer be?',
    answer:
      'No size is enough. With 10,000 in and 8,000 out a fifth is lost, waits for ever, or is never sent; a larger store only chooses when. Here a ring loses from 32.8 s on, a list has filled its memory and dies at 512.3 s, and a log of 10 GiB loses nothing until 5,700 s, then as much as the ring.',
    shown: [
      {
        title: 'Three deaths: 10,000 in, 8,000 out',
        route: 'lab/deaths?scenario=mismatch&t=6600',
        what: 'all three after their death',
      },
    ],
    sources: [],
    slides: [15],
  },
  {
    id: 'flapping',
    asks: 'Why does slide 17’s rule keep changing its mind?',
    answer:
      'It asks anew for every message, so at a threshold each message may change the strategy: 1,767 times a second here. With hysteresis a strategy is left only well below where it was entered; that makes 1.1 changes a second, for the same loss. And keeping one in two fits one load only: the share to keep is what can be served of what comes in.',
    shown: [
      {
        title: 'Backpressure: Adaptive',
        route: 'lab/pressure?scenario=adaptive&t=30',
        what: 'the strips of strategies: two thresholds, hysteresis, a controller',
      },
    ],
    sources: [],
    slides: [17],
  },
  {
    id: 'bufferbloat',
    asks: 'Is buffer bloat memory that grows?',
    answer:
      'No. Memory that grows is a queue without a bound; a ring cannot grow. Bufferbloat is delay: a large buffer that stays full makes everything late. Here a queue of 2,000 loses 3.4 %, and one message in a hundred waits for 2.28 s or longer. CoDel, which looks at the wait instead of the length, loses 9.1 % and has 255 ms.',
    shown: [
      {
        title: 'Backpressure: Bufferbloat',
        route: 'lab/pressure?scenario=bufferbloat&t=40',
        what: 'a full queue that loses little, a short one that is fast',
      },
    ],
    sources: [SOURCES.gettys, SOURCES.codel],
    slides: [18],
  },
]
