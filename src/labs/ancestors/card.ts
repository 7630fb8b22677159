import type { LabCard } from '../../stage/define-lab.ts'

export const card: LabCard = {
  id: 'ancestors',
  title: 'Merge base',
  summary:
    'The commit where two branches went apart: two pointers look for it on two lists, Git paints its graph from both ends.',
  foot: '4 scenarios',
}
