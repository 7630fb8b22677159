import type { LabCard } from '../../stage/define-lab.ts'

export const card: LabCard = {
  id: 'keys',
  title: 'Which partition?',
  summary:
    'The same keyed records under four rules: the whiteboard’s salted hash, Kafka’s murmur2, a consistent-hash ring, fixed slots. Then there is one partition more, or a producer restarts, and keys move.',
  foot: '6 scenarios',
}
