import type { LabCard } from '../../stage/define-lab.ts'

export const card: LabCard = {
  id: 'deaths',
  title: 'Three deaths',
  summary:
    'More comes in than can go out. The same messages go into a list in memory, a ring and a log: one runs out of memory, one overwrites, one only falls behind, until its retention is reached.',
  foot: '8 scenarios',
}
