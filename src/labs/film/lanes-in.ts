import type { CallFrame, FilmFrame, PlayerFrame } from '../../engine/film/frame.ts'

/** Every lane of a frame, the call first. */
export const lanesIn = ({ call, films }: FilmFrame): readonly (CallFrame | PlayerFrame)[] => [call, ...films]
