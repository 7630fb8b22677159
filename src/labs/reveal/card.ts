import type { LabCard } from '../../stage/define-lab.ts'

export const card: LabCard = {
  id: 'reveal',
  title: 'Ring or log',
  summary:
    'Kafka is rings, says the whiteboard. One producer writes the same records into a ring that blocks, a ring that overwrites and a log; then a reader stalls, and the comparison breaks in five places.',
  foot: '7 scenarios',
}
