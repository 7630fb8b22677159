import type { LabCard } from '../../stage/define-lab.ts'

export const card: LabCard = {
  id: 'replication',
  title: 'Replicas and acks',
  summary:
    'One log on several brokers: who must have a record before the client is told “ok”, and what is left when brokers die.',
  foot: '9 scenarios',
}
