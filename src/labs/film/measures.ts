import type { MeasureSpec } from '../../stage/define-lab.ts'

/** The numbers of call and film, in the order of the engine's `measuresOf`. */
export const FILM_MEASURES: readonly MeasureSpec[] = [
  {
    id: 'startup',
    label: 'Start-up',
    unit: 's',
    digits: 2,
    better: 'less',
    definition:
      'From pressing play to the first picture. A call needs one picture for it, a film some seconds of film.',
  },
  {
    id: 'freezes',
    label: 'Freezes',
    unit: '',
    digits: 0,
    better: 'less',
    definition:
      'How often the picture stood still after the start: in a call because pictures were missing at their turn (one is enough), in a film because nothing was in the buffer.',
  },
  {
    id: 'frozen',
    label: 'Frozen',
    unit: 's',
    digits: 2,
    better: 'less',
    definition: 'How long the picture stood still in all, the start-up not counted.',
  },
  {
    id: 'missed',
    label: 'Never shown',
    unit: 's',
    digits: 2,
    better: 'less',
    definition:
      'Content whose turn came and that nobody will ever see: the price a call pays to keep up. A film pays with time instead, so this stays 0.',
  },
  {
    id: 'behind',
    label: 'Behind',
    unit: 's',
    digits: 2,
    better: 'less',
    definition:
      'How far the picture lags: in a call, behind what the camera sees; in a film, behind where it would be had it begun at once and never stopped. Shown live, a film would be so late.',
  },
  {
    id: 'buffer',
    label: 'In the buffer',
    unit: 's',
    digits: 2,
    better: null,
    definition:
      'How much is here and waits for its turn: how long the picture goes on if nothing more comes.',
  },
  {
    id: 'bitrate',
    label: 'Mean bitrate',
    unit: 'kbit/s',
    digits: 0,
    better: 'more',
    definition:
      'The bitrate of what was shown, on average over the time it was shown: how good the picture was.',
  },
  {
    id: 'switches',
    label: 'Switches',
    unit: '',
    digits: 0,
    better: 'less',
    definition: 'How often the bitrate on the screen changed from one segment to the next.',
  },
  {
    id: 'score',
    label: 'Score',
    unit: 'Mbit/s',
    digits: 2,
    better: 'more',
    definition:
      "Pensieve's linear measure of a film, a segment: its bitrate, less the change from the segment before, less 4.3 for each second of standing still. The start-up is left out.",
  },
  {
    id: 'used',
    label: 'Link used',
    unit: '%',
    digits: 0,
    better: null,
    definition: 'What has arrived, as a share of what the link could have carried so far.',
  },
  {
    id: 'data',
    label: 'Delivered',
    unit: 'MB',
    digits: 2,
    better: null,
    definition: 'What has arrived at the receiver, in millions of bytes.',
  },
  {
    id: 'dropped',
    label: 'Dropped',
    unit: 'kB',
    digits: 1,
    better: 'less',
    definition:
      'What found the queue before the link full and was thrown away. Nobody sends it again in a call.',
  },
]
