import type { LabCard } from '../../stage/define-lab.ts'

export const card: LabCard = {
  id: 'trending',
  title: 'The trending board',
  summary:
    'Viewers’ events go the whole way from a player to a board of what is trending: as it is drawn on a whiteboard, and as it has to be.',
  foot: '11 scenarios',
}
