import { asked, file, lab, page, part, row, slide, type Row } from './row.ts'

/** The episode as a whole: what it is, for whom, and what it promises. */
export const FRAME: readonly Row[] = [
  row(
    'E1',
    'Season 1, episode 8, and its titles',
    slide(1, 'Season 1: The Invisible Linked List'),
    slide(1, 'Episode 8: Streaming Systems & Kafka'),
  ),
  row(
    'E2',
    'From rings over logs and backpressure to the look back',
    slide(1, 'and end with logs that span a planet'),
    file('slides/episode8_storyboard.md', '19:15 in all'),
  ),
  row(
    'E3',
    'The message: store, navigate, preserve, forget, distribute, bound',
    page('The season: one stream', 'season?part=theme'),
    file('src/season/data/ideas.ts', "name: 'Forget'"),
  ),
  row(
    'E4',
    'Four questions of experienced engineers',
    asked('jitter'),
    asked('throughput'),
    asked('block-or-drop'),
    asked('episodes'),
  ),
  row(
    'E5',
    'A finale: all episodes, a theme, a way on',
    slide(19, 'All of them come back in the eighth.'),
    slide(20, 'Every structure of this season is an answer to one question'),
    slide(24, 'Next season we look for the trees'),
  ),
  row('E6', 'Act 1: media and jitter', slide(3, 'Act 1'), slide(7, 'Act 1'), asked('netflix')),
  row('E7', 'Act 2: Kafka', slide(8, 'Act 2'), slide(14, 'Act 2'), page('Asked often', 'faq?q=throughput')),
  row(
    'E8',
    'Act 3: backpressure, with scaling out',
    slide(15, 'Act 3'),
    slide(18, 'Act 3'),
    lab('Backpressure: Scale out', 'pressure?scenario=scale-out', { step: 'scale-out/in-time' }),
  ),
  row('E9', 'Act 4: the finale', slide(19, 'Act 4'), slide(25, 'Act 4'), page('The season', 'season')),
  row(
    'D1',
    'The slides',
    file('slides/episode8_revealjs.html', 'main.tsx'),
    file('slides/deck.tsx', 'TitleCard'),
  ),
  row('D2', 'The storyboard', file('slides/episode8_storyboard.md', '## Where the sketch breaks')),
  row(
    'D3',
    'The quick reference as a PDF',
    file('public/season1_quick_reference.pdf'),
    slide(22, 'Quick reference (PDF)'),
  ),
]

/** Its words, its connections, the systems it names, and its numbers. */
export const WORDS: readonly Row[] = [
  row(
    'K1',
    'Term: jitter buffer',
    file('src/season/data/closing.ts', "term: 'Jitter buffer'"),
    slide(4, 'jitter buffer'),
    asked('jitter'),
  ),
  row(
    'K2',
    'Term: triple buffering',
    file('src/season/data/closing.ts', "term: 'Triple buffering'"),
    lab('The player pipeline: Triple buffering', 'pipeline?scenario=swap', { step: 'swap/roles' }),
  ),
  row(
    'K3',
    'Term: consumer group, consumer offset',
    file('src/season/data/closing.ts', "term: 'Consumer group, consumer offset'"),
    slide(10, 'Within a group'),
  ),
  row(
    'K4',
    'Term: retention policy',
    file('src/season/data/closing.ts', "term: 'Retention policy'"),
    asked('retention'),
  ),
  row(
    'K5',
    'Term: backpressure strategy',
    file('src/season/data/closing.ts', "term: 'Backpressure strategy'"),
    lab('Which strategy?: A rush', 'matrix?scenario=rush&t=60', { measure: 'met' }),
  ),
  row(
    'K6',
    'Term: append-only log',
    file('src/season/data/closing.ts', "term: 'Append-only log'"),
    slide(9, 'New ones go to the end and get the next number'),
  ),
  row(
    'K7',
    'What one should know before: episode 7, and all others',
    slide(2, 'Previously on Episode 7...'),
    page('The season: episode 7', 'season?episode=7'),
  ),
  row(
    'L1',
    'Episode 1 lives on as the append-only log',
    page('Episode 1', 'season?episode=1'),
    lab('Commits: One line', 'commits?scenario=line', { step: 'line/walk' }),
    file('src/season/data/ideas.ts', "idea: 'append-only log'"),
  ),
  row(
    'L2',
    'Episode 3 as the consumer’s offset',
    page('Episode 3', 'season?episode=3'),
    lab('Back and forward: Back and forth', 'history?scenario=look', { step: 'look/both-ways' }),
    file('src/season/data/ideas.ts', "idea: 'consumer offsets'"),
  ),
  row(
    'L3',
    'Episode 4 as: never mutate',
    page('Episode 4', 'season?episode=4'),
    lab('Undo and redo: Writing', 'undo?scenario=write', { step: 'write/path' }),
    file('src/season/data/ideas.ts', "idea: 'never mutate'"),
  ),
  row(
    'L4',
    'Episode 5 as retention',
    page('Episode 5', 'season?episode=5'),
    lab('Keep or forget: Popular keys', 'cache?scenario=popular', { step: 'popular/gone' }),
    file('src/season/data/ideas.ts', "idea: 'retention'"),
  ),
  row(
    'L5',
    'Episode 6 as the assignment of partitions',
    page('Episode 6', 'season?episode=6'),
    lab('Whose key is it?: Twelve to thirteen', 'hashing?scenario=many&t=15', { step: 'many/thirteen' }),
    file('src/season/data/ideas.ts', "idea: 'partition assignment'"),
  ),
  row(
    'L6',
    'Episode 7 as the foundation (and episode 2, which the source leaves out, as the common prefix)',
    page('Episode 7', 'season?episode=7'),
    file('src/season/data/ideas.ts', "idea: 'bounded buffers'"),
    file('src/season/data/ideas.ts', "idea: 'common prefix'"),
    lab('Merge base: Two lists', 'ancestors?scenario=lists', { step: 'lists/meet' }),
  ),
  row(
    'R1',
    'YouTube, Netflix, Twitch',
    slide(6, 'YouTube, Netflix, Zoom and Twitch'),
    lab('Call or film: Commute', 'film?scenario=commute&t=120'),
    asked('netflix'),
  ),
  part(
    'R2',
    'Kafka, Kinesis, Pulsar',
    'Kinesis and Pulsar: their logs are other than Kafka’s, and what we say and measure is Kafka’s.',
    slide(14, 'Kafka'),
    lab('The log: Time-lapse', 'log?scenario=time-lapse&t=30'),
  ),
  row(
    'R3',
    'LinkedIn’s 7 trillion a day',
    slide(14, 'LinkedIn’s figure of October 2019'),
    page('Why a log is fast: How much is that?', 'speed?part=calculator'),
  ),
  row(
    'R4',
    'Zoom and WebRTC',
    lab('Jitter buffer: A rough call', 'jitter?scenario=call&policy=fixed,neteq&t=30'),
    slide(5, 'NetEq takes a quantile'),
  ),
  row(
    'H1',
    'The season challenge',
    page('The season: challenge', 'season?part=challenge'),
    slide(25, 'CHALLENGE.task'),
  ),
  row(
    'N1',
    'The season in numbers',
    page('The season: numbers', 'season?part=numbers'),
    slide(25, 'STATISTICS'),
  ),
  row(
    'N2',
    'Last words, and season 2 to come',
    slide(25, 'Now you see it. Now it is your turn.'),
    slide(24, 'Season 2 Preview — The Invisible Forest'),
  ),
]

/** A key moment: its slide, the presenter's table of moments, and when it comes by the slides' own lengths. */
const moment = (id: string, what: string, number: number, title: string): Row =>
  row(
    id,
    what,
    slide(number, title),
    file('src/present/key-moments.ts', `id: '${id}'`),
    file('slides/episode8_storyboard.md', `| ${number} | ${what.slice(-5).trim()}`),
  )

/** The key moments. Their times are computed from the slides; those of the source do not fit its own lengths. */
export const MOMENTS: readonly Row[] = [
  moment('M1', 'Jitter: said 1:00, begins 0:45', 3, 'The Jitter Problem'),
  moment('M2', 'The pipeline: said 3:00, begins 3:05', 6, 'Triple Buffering Pipeline'),
  moment('M3', 'The reveal: said 5:00, begins 4:35', 8, 'The Big Reveal'),
  moment('M4', 'Consumer groups: said 8:00, begins 6:20', 10, 'Consumer Groups'),
  moment('M5', 'Why it is fast: said 10:00, begins 7:55', 12, 'Why Kafka Is Fast'),
  moment('M6', 'The matrix: said 12:00, begins 10:55', 16, 'Backpressure Strategy Matrix'),
  moment('M7', 'The journey: said 14:00, begins 13:20', 19, 'Season 1 — The Complete Journey'),
  moment('M8', 'The theme: said 16:00, begins 14:20', 20, 'The Big Picture'),
  moment('M9', 'Season 2: said 18:00, begins 17:40', 24, 'Season 2 Preview'),
]
