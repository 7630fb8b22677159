import type { LabCard } from '../../stage/define-lab.ts'

export const card: LabCard = {
  id: 'matrix',
  title: 'Which strategy?',
  summary:
    'Six kinds of data, five strategies, one rush: every cell of the decision matrix is run and judged by what its data needs.',
  foot: '6 scenarios',
}
