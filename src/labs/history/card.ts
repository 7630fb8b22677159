import type { LabCard } from '../../stage/define-lab.ts'

export const card: LabCard = {
  id: 'history',
  title: 'Back and forward',
  summary:
    'A browser’s way back and forward, kept twice: as pages linked both ways, and as a list with an index into it.',
  foot: '5 scenarios',
}
