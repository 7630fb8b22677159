import type { LabCard } from '../../stage/define-lab.ts'

export const card: LabCard = {
  id: 'jitter',
  title: 'Jitter buffer',
  summary:
    'Packets leave like clockwork and arrive in bursts. A buffer waits so that the picture runs smoothly: but how long?',
  foot: '17 scenarios · takes a packet trace (CSV, pcap or rtpdump)',
}
