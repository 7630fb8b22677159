/** How an idea is meant: as drawn in an interview, or as real systems ship it. */
export type Origin = 'whiteboard' | 'production'

/** Where an idea comes from: under which heading a list of policies has it. */
type Family = 'On the whiteboard' | 'From textbooks and papers' | 'In real systems' | 'Our own'

/** What is said of a policy, wherever one is named. */
interface PolicyWords {
  readonly name: string
  /** Its name beside a line, where there is room for a word. */
  readonly short: string
  /** The idea in a line, for a list of many. */
  readonly gist: string
  /** One to three plain sentences: what it does, and what it takes for granted. */
  readonly summary: string
  readonly origin: Origin
  readonly family: Family
}

/** Every playout policy by its id, in words alone: a page can name them all without loading one. */
export const POLICY_WORDS = {
  whiteboard: {
    name: 'Whiteboard buffer',
    short: 'Whiteboard',
    gist: 'Slide 4: hand out a frame only while three or more wait.',
    summary:
      'Slide 4 as drawn: frames leave in the order they came, and none while fewer than three wait. The test is made at every request, so two frames are always held back.',
    origin: 'whiteboard',
    family: 'On the whiteboard',
  },
  'gate-once': {
    name: 'Gate at the start only',
    short: 'Gate',
    gist: 'Wait for three frames once, at the start; then never again until empty.',
    summary:
      'The whiteboard buffer with one fault mended: it waits for three frames before it starts, then lets the reserve be spent. It fills up again only after it ran empty.',
    origin: 'whiteboard',
    family: 'On the whiteboard',
  },
  'slide5-unwired': {
    name: 'Adaptive rule, not wired',
    short: 'Unwired rule',
    gist: 'Slide 5’s rule computes a target that nobody reads.',
    summary:
      "Slide 5's rule beside slide 4's buffer, as the two slides stand: the target moves, but the gate still counts three frames, so nothing changes.",
    origin: 'whiteboard',
    family: 'On the whiteboard',
  },
  'slide5-wired': {
    name: 'Adaptive rule, wired',
    short: 'Wired rule',
    gist: 'Slide 5’s rule sets how many frames must wait.',
    summary:
      "Slide 5's rule drives the gate: it asks for as many frames as fill the target delay. Still no timestamps, and still asked at every request.",
    origin: 'whiteboard',
    family: 'On the whiteboard',
  },
  fixed: {
    name: 'Fixed delay',
    short: 'Fixed',
    gist: 'Always the same delay: 100 ms unless you change it in Settings.',
    summary:
      'Plays by timestamp, a set time after the fastest packet seen so far. A packet that comes after its turn is discarded; the order is always right.',
    origin: 'production',
    family: 'From textbooks and papers',
  },
  neteq: {
    name: 'NetEq-style histogram',
    short: 'NetEq',
    gist: 'The delay that 95 % of recent half-second worst cases stay under.',
    summary:
      "In the manner of NetEq, WebRTC's audio jitter buffer: it plays by timestamp and aims at the delay that 95 % of recent half-second worst cases stay under. Old ones are forgotten.",
    origin: 'production',
    family: 'In real systems',
  },
  'cost-histogram': {
    name: 'Cost-minimising histogram',
    short: 'Cost',
    gist: 'The delay that would have cost least over the last 40 s.',
    summary:
      'Remembers how long packets took, the last 40 s or so, and plays at the delay that would have cost least: its own milliseconds, and the price of those that took longer.',
    origin: 'production',
    family: 'From textbooks and papers',
  },
  hedge: {
    name: 'Hedge over delays',
    short: 'Hedge',
    gist: 'A hundred delays, each trusted by how well it would have done lately.',
    summary:
      'Trusts each of some hundred delays according to what it would have cost of late, and plays the one that those trusted agree on. Theory promises that it does nearly as well as the best delay of each stretch of time.',
    origin: 'production',
    family: 'From textbooks and papers',
  },
  rehearsal: {
    name: 'Rehearsal',
    short: 'Rehearsal',
    gist: 'Shadow players try every packet; it plays what the best of them agree on.',
    summary:
      'Ours. Some hundred and forty players in its mind rehearse each packet, every one with a delay or a habit of its own, and it plays the delay that those which paid least agree on. It slows down as soon as a packet is missing, and waits for spikes that keep time.',
    origin: 'production',
    family: 'Our own',
  },
  rfc3550: {
    name: 'RFC 3550 jitter times four',
    short: '4 × J',
    gist: 'Four times the jitter that RTP reports carry: shown because it fails.',
    summary:
      "Waits four times the interarrival jitter J of RFC 3550 after the fastest packet. J is the smoothed change from packet to packet, no percentile of delays: after a lasting step of 40 ms it goes back to 0, and a slow wave it doesn't see at all.",
    origin: 'production',
    family: 'From textbooks and papers',
  },
  'ramjee-1': {
    name: 'Ramjee 1',
    short: 'Ramjee 1',
    gist: 'A slow average of the delay, plus four deviations (1994).',
    summary:
      'Two slow averages, of the delay and of its deviation (about 500 packets long); plays at delay + 4 deviations. It hardly sees a spike and takes many seconds to believe in a change.',
    origin: 'production',
    family: 'From textbooks and papers',
  },
  'ramjee-2': {
    name: 'Ramjee 2',
    short: 'Ramjee 2',
    gist: 'Up quickly with a slow packet, down slowly; four deviations on top (1994).',
    summary:
      'Ramjee 1, but a packet slower than the average moves it at once by a quarter of the difference. After a spike it takes many seconds to come down again: it learns in a few packets and forgets over some 500.',
    origin: 'production',
    family: 'From textbooks and papers',
  },
  'ramjee-4': {
    name: 'Ramjee 4',
    short: 'Ramjee 4',
    gist: 'Quick averages, and a mode that follows a spike packet by packet (1994).',
    summary:
      'Quick averages (8 packets) and a mode for spikes: when one packet takes 100 ms more than the last, the delay follows packet by packet until the spike has gone by. Here it changes continuously, in the paper only between talkspurts.',
    origin: 'production',
    family: 'From textbooks and papers',
  },
  moon: {
    name: 'Moon histogram',
    short: 'Moon',
    gist: 'The delay 99 % of the last 10,000 packets kept to; spikes apart (1998).',
    summary:
      'Keeps the last 10,000 delays and plays at the one that 99 % did not exceed. When a packet takes four times the playout delay it calls it a spike: it keeps it out of the histogram and follows each packet until the spike is over.',
    origin: 'production',
    family: 'From textbooks and papers',
  },
  'cole-rosenbluth': {
    name: 'Cole–Rosenbluth rating',
    short: 'Rating',
    gist: 'The delay at which callers would have been most content of late (2001).',
    summary:
      'Plays at the delay that would have given a call of the last 40 s the best rating R: Cole and Rosenbluth’s short form of the E-model weighs delay, hardly until 177 ms and heavily from there on, against late packets. It assumes 50 ms before the buffer.',
    origin: 'production',
    family: 'From textbooks and papers',
  },
  'neteq-full': {
    name: 'Full NetEq with time stretch',
    short: 'Full NetEq',
    gist: 'The same target, reached as NetEq does it: stretching sound every 10 ms.',
    summary:
      "WebRTC's audio buffer with its decision logic: every 10 ms it plays on, takes a pitch period out, puts one in, or makes sound up. While nothing comes it waits, and plays what is late; a packet that others overtook is given up when its place is filled.",
    origin: 'production',
    family: 'In real systems',
  },
  'webrtc-video': {
    name: 'WebRTC video',
    short: 'Video',
    gist: 'A Kalman filter over frame delays, as for video calls in browsers.',
    summary:
      "WebRTC's video buffer: a Kalman filter tells jitter from the effect of frame sizes, a least-squares line follows the sender's clock, and small jitter is left to freeze: 30 ms are forgiven. All frames are of one size here, as traces carry none.",
    origin: 'production',
    family: 'In real systems',
  },
  speex: {
    name: 'Speex cost minimiser',
    short: 'Speex',
    gist: 'Weighs waiting against the 40 latest of the last 1,000 packets.',
    summary:
      'Weighs the 40 latest of the last 1,000 packets: a delay that lets a packet be late saves waiting and costs a price. The delay is cheapest in sum, in steps of a frame; a shorter one must also pay for four packets more.',
    origin: 'production',
    family: 'In real systems',
  },
  gstreamer: {
    name: 'GStreamer, fixed 200 ms',
    short: 'GStreamer',
    gist: '200 ms whatever the network does, corrected for drifting clocks.',
    summary:
      'Always 200 ms, as rtpjitterbuffer has it unless told otherwise, on a clock corrected for drift: the fastest packet of two seconds, smoothed over 125 packets. It follows a lasting change of delay, up or down, and no jitter.',
    origin: 'production',
    family: 'In real systems',
  },
  pjsip: {
    name: 'PJSIP burst level',
    short: 'PJSIP',
    gist: 'As many frames in reserve as came at once; looks at no timestamps.',
    summary:
      'Counts how many frames come in between two requests, and holds as many in reserve: up at once, down slowly. It looks at no timestamp. When more frames wait than a burst is long, it drops one now and then until they fit.',
    origin: 'production',
    family: 'In real systems',
  },
} as const satisfies Record<string, PolicyWords>

export type PolicyId = keyof typeof POLICY_WORDS

export const POLICY_IDS = Object.keys(POLICY_WORDS) as readonly PolicyId[] // the keys of a constant table
