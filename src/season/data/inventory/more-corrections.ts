import { asked, file, lab, page, row, slide, type Row } from './row.ts'

/** Acts 3 and 4, and the episode as a whole. */
export const MORE_CORRECTIONS: readonly Row[] = [
  row(
    'X31',
    '“The system dies” is true of memory; a log lags, until its retention',
    slide(15, '“the system dies” is true of memory'),
    lab('Three deaths: 10,000 in, 8,000 out', 'deaths?scenario=mismatch&t=6600', {
      step: 'mismatch/retention',
    }),
    asked('larger-buffer'),
  ),
  row(
    'X32',
    'Blocking is backpressure; three strategies have no column',
    slide(16, 'blocking is backpressure'),
    lab('Which strategy?: A rush', 'matrix?scenario=rush&t=60', { step: 'rush/default' }),
    asked('block-or-drop'),
  ),
  row(
    'X33',
    'What a strategy needs: outbox, groups of pictures, weights',
    slide(16, 'A sender that blocks with the payment in its memory loses it when it dies'),
    lab('Which strategy?: A rush', 'matrix?scenario=rush&t=60', { step: 'rush/need' }),
  ),
  row(
    'X34',
    'No policy loses less than what does not fit',
    slide(17, 'no policy loses less than what does not fit'),
    lab('Backpressure: Too much', 'pressure?scenario=mismatch&t=20', { measure: 'floor' }),
    asked('larger-buffer'),
  ),
  row(
    'X35',
    'Two thresholds without hysteresis flap',
    slide(17, '1,767 switches a second'),
    lab('Backpressure: Adaptive', 'pressure?scenario=adaptive&t=30', { measure: 'switches' }),
    asked('flapping'),
  ),
  row(
    'X36',
    'Keep one in two fits one load; a sample needs its weight',
    slide(17, 'One in two is too little kept at 10,000 in'),
    lab('Backpressure: Sampling', 'pressure?scenario=sampling&t=20', { step: 'sampling/weighted' }),
  ),
  row(
    'X37',
    'Drops while there is room, uncounted; 5 % are never used',
    slide(17, 'Above 95 % it drops an old message while 500 places are free'),
    lab('Backpressure: Adaptive, twice the load', 'pressure?scenario=adaptive&rate=20000&t=10', {
      measure: 'peak',
    }),
  ),
  row(
    'X38',
    'The adaptive rule can never block',
    slide(17, 'it can never block: payments and audit logs would be lost by it'),
    lab('Which strategy?: A rush', 'matrix?scenario=rush&t=60', { step: 'rush/default' }),
  ),
  row(
    'X39',
    'Bufferbloat is delay, not memory',
    slide(18, '“buffer bloat” is not memory that grows'),
    lab('Backpressure: Bufferbloat', 'pressure?scenario=bufferbloat&t=40', { step: 'bufferbloat/late' }),
    asked('bufferbloat'),
  ),
  row(
    'X40',
    'A lag in messages says little: tell it in seconds',
    slide(18, '20,000 are 70 s behind in one run, 6,000 are 19 s in the other'),
    lab('Alert before it is critical: Consumer lag', 'warning?scenario=lag&t=340', { step: 'lag/win' }),
  ),
  row(
    'X41',
    'Git is a graph, a browser has a list and an index, Redis samples',
    slide(19, 'Git’s history is a graph, not a list'),
    lab('Commits: Merges', 'commits?scenario=merges', { step: 'merges/lost' }),
    lab('Merge base: Criss-cross', 'ancestors?scenario=crossed', { step: 'crossed/two' }),
    lab('Back and forward: Somewhere new', 'history?scenario=new', { step: 'new/five' }),
    lab('Keep or forget: Popular keys', 'cache?scenario=popular&t=60', { step: 'popular/samples' }),
    asked('redis-lru'),
  ),
  row(
    'X42',
    'The class of six structures could not run',
    slide(20, 'the drawn class could not run'),
    file('src/season/one-stream.ts', 'class TimeOrientedSystem'),
  ),
  row(
    'X43',
    'Principle 1 lists rings, which are episode 7',
    slide(21, 'lists rings, which are episode 7'),
    file('src/season/data/ideas.ts', 'episodes 1 to 3, and 7'),
  ),
  row(
    'X44',
    'B⁺-trees and LSM trees; EEVDF; a Bloom filter drops real events',
    slide(24, 'databases have B⁺-trees and LSM trees, not binary search trees'),
    page('The season: season 2', 'season?part=next'),
    asked('bloom'),
  ),
  row(
    'X45',
    'The key moments do not fit the slides’ own lengths',
    file('slides/presenter/Moments.tsx', 'The storyboard states a minute for each key moment'),
    file('slides/presenter/TimeLine.tsx'),
    file('slides/episode8_storyboard.md', '| 10 | 6:20'),
    slide(1, 'the slides’ own durations add up to 19:15'),
  ),
  row('X46', 'A FAQ is promised and missing', page('Asked often', 'faq'), asked('netflix')),
  row(
    'X47',
    'Eight episodes of 120 minutes; eight problems',
    slide(25, 'the other seven average 14:24'),
    slide(19, 'the problems on LeetCode are our choice'),
    page('The season: practice', 'season?part=practice'),
  ),
]
