import type { LabCard } from '../../stage/define-lab.ts'

export const card: LabCard = {
  id: 'groups',
  title: 'Consumer groups',
  summary:
    'Several instances share the partitions of a topic, and one of them always crashes at the wrong moment. What is lost, what is done twice, and who takes over?',
  foot: '8 scenarios',
}
