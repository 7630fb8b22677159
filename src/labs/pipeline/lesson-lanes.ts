import type { LaneFrame, PipelineFrame } from '../../engine/pipeline/frame.ts'

export const summaryOf = (frame: PipelineFrame, lane: LaneFrame['lane']): LaneFrame['summary'] | undefined =>
  frame.lanes.find((candidate) => candidate.lane === lane)?.summary

export const whiteboardIn = (frame: PipelineFrame) => summaryOf(frame, 'whiteboard')
export const productionIn = (frame: PipelineFrame) => summaryOf(frame, 'production')

export const isNear = (value: number | undefined, wanted: number, by: number): boolean =>
  value !== undefined && Math.abs(value - wanted) <= by
