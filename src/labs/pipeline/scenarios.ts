import type { Scenario } from '../../engine/kernel/simulation.ts'

const plain = { script: [], main: false } as const

export const PIPELINE_SCENARIOS = [
  {
    ...plain,
    id: 'drift',
    label: 'Draw and sleep',
    summary:
      "Drawing takes 5 ms. The sketch's loop sleeps 1/60 s on top of it, so it shows 46.2 frames a second of 60; its decode ring fills up and overwrites the rest.",
    main: true,
    seed: 1,
    params: { render: 5 },
  },
  {
    ...plain,
    id: 'slow-decoder',
    label: 'Slow decoder',
    summary:
      'Decoding takes 25 ms, and a frame lasts 16.7 ms: the sketch falls behind until its network ring bursts; production goes on from a key frame and counts what it skipped.',
    main: true,
    seed: 1,
    params: { decode: 25, keyCost: 1 },
  },
  {
    ...plain,
    id: 'key-lost',
    label: 'Lost key frame',
    summary:
      'One frame of 180 is lost, and it is a key frame: none of the 59 after it can be decoded, and both pictures stand still for a second.',
    main: true,
    seed: 1,
    params: { loseKey: 3 },
  },
  {
    ...plain,
    id: 'swap',
    label: 'Triple buffering',
    summary:
      'What the name means: drawing takes 18 ms, a little more than a refresh. One buffer tears, two wait and show 30 pictures a second, three show 55.6.',
    main: true,
    seed: 1,
    params: { mode: 'swap', render: 18, renderFull: 'drop-oldest' },
  },
  {
    ...plain,
    id: 'light',
    label: 'Light drawing',
    summary:
      'Drawing takes 1 ms, and yet the loop falls behind by 3.4 seconds a minute: 56.6 frames a second of 60.',
    seed: 1,
    params: {},
  },
  {
    ...plain,
    id: 'outage',
    label: 'Two and a half seconds of silence',
    summary:
      'The network is silent, then brings 150 frames at once: more than the network ring holds. The sketch plays what it kept, late for ever; production is back on time with the next key frame.',
    seed: 1,
    params: { stall: 2_500, stallAt: 4 },
  },
  {
    ...plain,
    id: 'fast-swap',
    label: 'Swap buffers, fast drawing',
    summary:
      'Drawing takes 8 ms, half a refresh. Two buffers are enough for 60 pictures a second; three draw twice as many and give up every other one, for a fresher picture.',
    seed: 1,
    params: { mode: 'swap', render: 8, renderFull: 'drop-oldest' },
  },
  {
    ...plain,
    id: 'uhd',
    label: '4K, 10 bit',
    summary:
      'Nothing but memory: thirty decoded frames of 4K with 10 bits are 746 MB, as compressed frames 2 MB.',
    seed: 1,
    params: { picture: '2160p', pixel: 'yuv420-10', bitrate: 40, decode: 8 },
  },
] as const satisfies readonly Scenario[]
