import { SOURCES } from '../sources.ts'
import type { Question } from './question.ts'

/** The capstone. */
export const TRENDING: readonly Question[] = [
  {
    id: 'views',
    asks: 'Why has one film 722 views?',
    answer:
      'As drawn, every event on time is a view: one start, 720 heartbeats in two hours, and one end make 722. The corrected board counts starts, and finds 1. Name each number by what it counts: starts in an hour, or viewers at a moment.',
    shown: [
      {
        title: 'The trending board: One film, 722 views',
        route: 'lab/trending?scenario=film&t=7250',
        what: 'both counts, in the table below the boards',
      },
    ],
    sources: [],
    slides: [],
  },
  {
    id: 'factor-24',
    asks: 'Why is the spike factor always 24?',
    answer:
      'It divides the viewers of the last hour by a 24th of those of the last day. As drawn nothing ever leaves either set, so both hold the same viewers and the quotient is 24, for every title and for ever. With windows that expire, the title that leads the corrected board on this ordinary evening has 1.28.',
    shown: [
      {
        title: 'The trending board: An evening',
        route: 'lab/trending?scenario=evening&viewers=2000&shrink=50&botAccounts=500&t=300',
        what: 'the factor of the first title of each board, in the table below',
      },
    ],
    sources: [],
    slides: [],
  },
  {
    id: 'lateness',
    asks: 'Five minutes of watermark, or of allowed lateness?',
    answer:
      'A watermark five minutes behind puts off every answer: after ten minutes the newest one here is 330 s old. Allowed lateness tells early and tells again: with a watermark of 10 s and 300 s of lateness the answer is 30 s old, and 445 late events were still counted. In Flink the allowed lateness is 0 unless one sets it, and what comes later is dropped.',
    shown: [
      {
        title: 'The trending board: Watermark or lateness',
        route: 'lab/trending?scenario=watermark&t=600',
        what: 'a watermark of 300 s, no lateness: the age of the answer is in the table',
      },
      {
        title: 'The same, the other way',
        route: 'lab/trending?scenario=watermark&watermark=10&lateness=300&t=600',
        what: 'a watermark of 10 s, 300 s of lateness',
      },
    ],
    sources: [SOURCES.flink],
    slides: [],
  },
  {
    id: 'twice',
    asks: 'Some events come twice. Which number is too high?',
    answer:
      'Views are, and different viewers are not: a set, or a sketch of one, takes the same name twice without growing. Here one event in ten is sent twice, and after five minutes 4,753 have been counted twice. Looked for by producer and sequence number, it is 0.',
    shown: [
      {
        title: 'The trending board: Counted twice',
        route: 'lab/trending?scenario=twice&t=300',
        what: 'how many were counted twice, in the table below the boards',
      },
      {
        title: 'The same, looked for',
        route: 'lab/trending?scenario=twice&dedupe=sequence&t=300',
        what: 'each event once',
      },
    ],
    sources: [],
    slides: [],
  },
]
