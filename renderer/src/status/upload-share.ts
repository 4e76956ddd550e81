import type { Transfer } from '../../../shared/views.ts';

/** How much of an upload is there, 0 to 1. An empty file has nothing left to send. */
export const shareOf = ({ sent, size }: Pick<Transfer, 'sent' | 'size'>): number =>
  size <= 0 ? 1 : Math.min(1, Math.max(0, sent / size));
