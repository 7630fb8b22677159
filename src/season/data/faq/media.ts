import { SOURCES } from '../sources.ts'
import type { Question } from './question.ts'

/** Act 1. */
export const MEDIA: readonly Question[] = [
  {
    id: 'jitter',
    asks: 'How does a player cope with jitter?',
    answer:
      'It holds every packet back until its time has come, so that what arrives unevenly is played evenly. How long is the whole question: too short and packets come too late, too long and nobody can talk. Going by timestamps, 166 ms behind, it never freezes on the bad line of this lab. Slide 4’s buffer only counts frames: after 20 seconds it has frozen twice and was 292 ms behind on average.',
    shown: [
      {
        title: 'Jitter buffer: High',
        route: 'lab/jitter?scenario=high&t=20',
        what: 'both players after 20 seconds of the same packets',
      },
    ],
    sources: [SOURCES.rtp, SOURCES.neteq],
    slides: [4],
  },
  {
    id: 'netflix',
    asks: 'Is it a jitter buffer that makes Netflix smooth?',
    answer:
      'No. A jitter buffer is for calls: it holds a tenth of a second or so, and what comes too late is left out for ever. A film is fetched ahead in pieces of seconds, and its player can lower the bitrate before the buffer runs dry. Here a link carries a tenth of what it should for eight seconds: the call stands still for 7.8 s, and none of the three films stops.',
    shown: [
      {
        title: 'Call or film: Dip',
        route: 'lab/film?scenario=dip&t=60',
        what: 'one call and three films after the same dip',
      },
    ],
    sources: [SOURCES.huang],
    slides: [4, 6],
  },
  {
    id: 'slide-3',
    asks: 'Would a longer buffer have saved slide 3’s six frames?',
    answer:
      'These six, yes: at 30 frames a second all are in time if the first one waits for 83.3 ms, here 84; at 60 it takes 166.7 ms. But six packets in 250 ms are 20 a second. Below the frame rate each frame needs 16.7 ms more than the one before, at 30, so a buffer only puts off the stall: that is a missing rate, not jitter. And the row steps by 33 ms: it is drawn at 30 frames a second, though its words say 60.',
    shown: [
      {
        title: 'Jitter buffer: Slide 3’s row',
        route: 'lab/jitter?scenario=slide3&delay=84&t=0.3',
        what: 'the fixed delay of 84 ms: six of six in time',
      },
      {
        title: 'Jitter buffer: Too slow a link',
        route: 'lab/jitter?scenario=too-slow&t=15',
        what: '20 packets a second for 30 frames: both players in trouble',
      },
    ],
    sources: [SOURCES.rtp],
    slides: [3],
  },
  {
    id: 'held-back',
    asks: 'Why does slide 4’s buffer freeze with frames in hand?',
    answer:
      'It asks for three frames at every request, not only at the start, so two of them are never to be spent. In 100 ms of silence it freezes for 67 ms, where a buffer that may spend its reserve does not freeze at all. And the last 2 frames of any stream are never shown.',
    shown: [
      {
        title: 'Jitter buffer: 100 ms of silence',
        route: 'lab/jitter?scenario=silence&t=6',
        what: 'just after the silence: one froze, the other did not',
      },
      {
        title: 'The same, at its end',
        route: 'lab/jitter?scenario=silence&t=10.1',
        what: 'two frames still held',
      },
    ],
    sources: [],
    slides: [4],
  },
  {
    id: 'adaptive',
    asks: 'Wait longer above 50 ms of jitter, less below 10: does that adapt?',
    answer:
      'Upwards only. As drawn it changes nothing, for slide 4’s code never reads the target. Wired, it climbs in a bad stretch and stays there, because between 10 and 50 ms of jitter it does nothing: 45 seconds after this line has calmed down it still aims at 500 ms. NetEq’s way, a quantile of the delays it has measured with old ones forgotten, aims at 140.',
    shown: [
      {
        title: 'Jitter buffer: A rough patch',
        route: 'lab/jitter?scenario=rough-patch&t=55',
        what: 'both targets, 45 seconds after the rough patch',
      },
    ],
    sources: [SOURCES.neteq],
    slides: [5],
  },
  {
    id: 'triple',
    asks: 'Is triple buffering three stages?',
    answer:
      'No. It names three picture buffers behind one screen: one is shown, one is ready, one is drawn into, so that drawing need not wait for the screen. With drawing at 18 ms, a little longer than a refresh, one buffer tears, two show 30 pictures a second, and three show 55.6 with none torn. Slide 6’s three stages are a pipeline, and of its three rings the third is never used.',
    shown: [
      {
        title: 'The player pipeline: Triple buffering',
        route: 'lab/pipeline?scenario=swap&t=10',
        what: 'one, two and three buffers behind one screen',
      },
      {
        title: 'The player pipeline: Draw and sleep',
        route: 'lab/pipeline?scenario=drift&t=5',
        what: 'the sketch’s third ring, empty',
      },
    ],
    sources: [SOURCES.arm],
    slides: [6],
  },
]
