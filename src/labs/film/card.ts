import type { LabCard } from '../../stage/define-lab.ts'

export const card: LabCard = {
  id: 'film',
  title: 'Call or film',
  summary:
    'Both “buffer”, over the same network. A call keeps time and leaves things out; a film keeps everything and takes its time, or lowers its bitrate.',
  foot: '6 scenarios',
}
