import { SECOND } from '../../engine/kernel/time.ts'
import type { FilmFrame, PlayerFrame } from '../../engine/film/frame.ts'
import type { PlayerId } from '../../engine/film/settings.ts'
import type { Lesson, Progress } from '../../stage/define-lab.ts'

type FilmProgress = Progress<FilmFrame>

const filmOf = (frame: FilmFrame, lane: PlayerId): PlayerFrame | undefined =>
  frame.films.find((candidate) => candidate.lane === lane)

const stallsOf = (frame: FilmFrame, lane: PlayerId): number => filmOf(frame, lane)?.summary.freezes ?? 0

const anyFilm = ({ films }: FilmFrame, is: (film: PlayerFrame) => boolean): boolean => films.some(is)

const LESSONS: Readonly<Record<string, Lesson<FilmFrame>>> = {
  calm: {
    prediction: {
      question: 'The link is the same for all. Whose first picture comes first?',
      options: [
        { id: 'call', label: "the call's" },
        { id: 'film', label: "a film's" },
      ],
      at: 5 * SECOND,
      answer: ({ call, films }) =>
        films.every(({ summary }) => !(summary.startup < call.summary.startup)) ? 'call' : 'film',
      explanation:
        'A call shows its first picture as soon as its buffer of a tenth of a second allows. A film waits for seconds of itself, and so fetches them in a low bitrate if it is clever.',
    },
    steps: [
      {
        id: 'ahead',
        text: 'Let the films fetch ahead until one of them holds 15 seconds. The call never holds more than a tenth of one.',
        hint: 'Let it run for half a minute; the speed is beside the play button.',
        isDone: ({ frame }) => anyFilm(frame, ({ summary }) => summary.buffer >= 15),
      },
      {
        id: 'squeeze',
        text: 'From now on leave the link less than the call needs, but more than the lowest bitrate of the film. Who copes?',
        hint: 'Settings: a change holds “from now on”, then Capacity 400 kbit/s. Give it a minute.',
        isDone: ({ frame, params }: FilmProgress) =>
          Number(params['capacity']) < 500 &&
          frame.call.summary.frozen > 5 &&
          anyFilm(frame, ({ segments }) => segments.level.length > 0 && segments.level.at(-1) === 0),
      },
    ],
  },
  dip: {
    prediction: {
      question: 'From 30 s on the link carries a tenth, 400 kbit/s, for eight seconds. Who stands still?',
      options: [
        { id: 'call', label: 'only the call' },
        { id: 'film', label: 'only films' },
        { id: 'both', label: 'the call and films' },
        { id: 'nobody', label: 'nobody' },
      ],
      at: 45 * SECOND,
      answer: (frame) => {
        const call = frame.call.summary.freezes > 0
        const film = anyFilm(frame, ({ summary }) => summary.freezes > 0)
        return call && film ? 'both' : call ? 'call' : film ? 'film' : 'nobody'
      },
      explanation:
        'A buffer of a tenth of a second bridges a tenth of a second. The films hold more than the dip lasts: they do not even ask for a lower bitrate at first. That is what seconds of buffer are for, and why a call cannot have them.',
    },
    steps: [
      {
        id: 'freeze',
        text: 'Watch the call stand still through the dip while every film plays on.',
        hint: 'Go to 40 s, or press ] for the next moment of trouble and let it run.',
        isDone: ({ frame, now }) =>
          now >= 38 * SECOND &&
          frame.call.summary.frozen > 5 &&
          frame.films.length > 0 &&
          !anyFilm(frame, ({ summary }) => summary.freezes > 0),
      },
      {
        id: 'lean',
        text: 'How many seconds must a film fetch ahead? Let it fetch less, until one stalls in the dip too.',
        hint: 'Settings, Film, Fetch ahead: 6 s. Then go to 45 s.',
        isDone: ({ frame, done }: FilmProgress) =>
          done.has('set-buffer') && anyFilm(frame, ({ summary }) => summary.freezes > 0),
      },
      {
        id: 'adapt',
        text: 'A call has another way: send less. Find a bitrate that gets through the dip without a freeze.',
        hint: 'Settings, Call, Bitrate of the call: less than the 400 kbit/s that are left. Then go to 45 s.',
        isDone: ({ frame, now, params }: FilmProgress) =>
          Number(params['call']) < 500 && now >= 40 * SECOND && frame.call.summary.freezes === 0,
      },
    ],
  },
  tunnel: {
    prediction: {
      question: 'At 20 s the signal is gone for six seconds. Which films run dry?',
      options: [
        { id: 'none', label: 'none of them' },
        { id: 'fixed', label: 'only the one with one bitrate' },
        { id: 'all', label: 'those that adapt, too' },
      ],
      at: 32 * SECOND,
      answer: (frame) => {
        const dry = frame.films.filter(({ summary }) => summary.freezes > 0).map(({ lane }) => lane)
        return dry.length === 0 ? 'none' : dry.length === 1 && dry[0] === 'fixed' ? 'fixed' : 'all'
      },
      explanation:
        'The one bitrate takes most of the link, so its buffer grows slowly: after 20 s it holds about five seconds. The others began with small segments and had filled their buffers long before.',
    },
    steps: [
      {
        id: 'left-out',
        text: 'See what becomes of six seconds: the call leaves them out for ever, a film shows them later.',
        hint: 'Go to 32 s and read the rows “Never shown” and “Behind”.',
        isDone: ({ frame }) => frame.call.summary.missed > 5.5 && stallsOf(frame, 'fixed') > 0,
      },
      {
        id: 'patient-call',
        text: 'Give the call ten seconds of buffer, as if that made it a film. What gets better, and what does not?',
        hint: 'Settings, Call, buffer: 10,000 ms. Go to 40 s: it lags ten seconds, and what the queue dropped nobody sends again.',
        isDone: ({ frame, params, now }: FilmProgress) =>
          Number(params['delay']) >= 6_000 && now >= 40 * SECOND && frame.call.summary.missed > 1,
      },
    ],
  },
  commute: {
    prediction: {
      question:
        'Three minutes on a train. On average the link carries 2,920 kbit/s; the one bitrate is 2,850. Does that film play without a stall?',
      options: [
        { id: 'yes', label: 'yes, on average it fits' },
        { id: 'no', label: 'no' },
      ],
      at: 180 * SECOND,
      answer: (frame) => (stallsOf(frame, 'fixed') > 0 ? 'no' : 'yes'),
      explanation:
        'An average hides the bad stretches: while nothing comes the buffer runs down, a second a second, and 22 seconds are not enough. The adaptive ones fetch small segments then, and hardly ever run down.',
    },
    steps: [
      {
        id: 'down',
        text: 'Find the first stall of the one bitrate, and see that the others have gone down instead.',
        hint: 'Let it run to 30 s. The bars are as high as the bitrate.',
        isDone: ({ frame }) =>
          stallsOf(frame, 'fixed') > 0 && stallsOf(frame, 'bba') === 0 && stallsOf(frame, 'bola') === 0,
      },
      {
        id: 'compare',
        text: 'Would a minute of buffer save the one bitrate? Compare this run with one that fetches 60 s ahead.',
        hint: 'Compare, with another setting: Fetch ahead 60 s.',
        isDone: ({ done }) => done.has('compared'),
      },
      {
        id: 'check',
        text: 'Open “Check it” and find the fluid bound: how far behind even a perfect player would be.',
        hint: 'The button “Check it”, or K.',
        isDone: ({ done }) => done.has('checked'),
      },
    ],
  },
  slower: {
    prediction: {
      question: 'A minute at 1,400 kbit/s, and a bitrate of 2,850. How far behind will that film be at 90 s?',
      options: [
        { id: 'little', label: 'a few seconds: it has a buffer' },
        { id: 'much', label: 'more than twenty seconds' },
      ],
      at: 90 * SECOND,
      answer: (frame) => ((filmOf(frame, 'fixed')?.summary.behind ?? 0) > 20 ? 'much' : 'little'),
      explanation:
        'Half of the film is missing every second: a deficit. The buffer only puts the first stall off. A call over the same link does not even notice, for it needs little.',
    },
    steps: [
      {
        id: 'deficit',
        text: 'Watch the one bitrate stall again and again, and fall behind with each stall.',
        hint: 'Let it run to 70 s.',
        isDone: ({ frame }) => stallsOf(frame, 'fixed') >= 3,
      },
      {
        id: 'fits',
        text: 'Choose the one bitrate so low that it never stalls. What do the good times look like then?',
        hint: 'Settings, Film, The one bitrate: 1,200 kbit/s. Go to 90 s.',
        isDone: ({ frame, done, now }: FilmProgress) =>
          done.has('set-fixed') && now >= 90 * SECOND && stallsOf(frame, 'fixed') === 0,
      },
    ],
  },
  bus: {
    prediction: {
      question: 'Five minutes on the bus. Which rule gets the better score: BBA, or BOLA?',
      options: [
        { id: 'bba', label: 'BBA, it uses the link to the full' },
        { id: 'bola', label: 'BOLA, it is more careful' },
      ],
      at: 300 * SECOND,
      answer: (frame) =>
        (filmOf(frame, 'bba')?.summary.score ?? 0) > (filmOf(frame, 'bola')?.summary.score ?? 0)
          ? 'bba'
          : 'bola',
      explanation:
        'BBA spends a full buffer on high bitrates, and meets each gap with what is left: more bits, more changes, some stalls. On another bus the order may be another: try New seed.',
    },
    steps: [
      {
        id: 'gap',
        text: 'See a gap without signal that one of the adaptive players survives and the other does not.',
        hint: 'Go to 115 s.',
        isDone: ({ frame }) => stallsOf(frame, 'bba') > 0 && stallsOf(frame, 'bola') === 0,
      },
      {
        id: 'throughput',
        text: 'Add the player that goes by throughput alone, and compare its bitrate with the others.',
        hint: '“Players of the film”, above the picture: By throughput. Go to 200 s.',
        isDone: ({ frame, now }: FilmProgress) => now >= 180 * SECOND && filmOf(frame, 'rate') !== undefined,
      },
    ],
  },
}

const NONE: Lesson<FilmFrame> = { steps: [], prediction: null }

/** What there is to do in `scenario`. */
export const filmLesson = (scenario: string): Lesson<FilmFrame> => LESSONS[scenario] ?? NONE
