import type { LabCard } from '../../stage/define-lab.ts'

export const card: LabCard = {
  id: 'pipeline',
  title: 'The player pipeline',
  summary:
    'From the network to the screen through three rings: as sketched, with a loop that sleeps, and by the clock of the screen.',
  foot: '8 scenarios',
}
