/**
 * Runs jobs: status 0 waiting, 1 running, 2 finished, 3 cancelled (API section 11). Each step is a timer of
 * `jobStepMs`; the effects come with the step from 1 to 2. Unfinished jobs go on after a restart.
 */
import type { JobRow } from '../store/rows.ts';
import type { JobRunner, World } from '../world.ts';
import { runJob } from './job-effects.ts';

export const makeJobRunner = (world: () => World): JobRunner => {
  const timers = new Map<string, NodeJS.Timeout>();
  let stopped = false;

  const step = (jobId: string): boolean => {
    const { db, now } = world();
    const job = db.get<JobRow>('SELECT * FROM jobs WHERE jobId = ?', jobId);
    if (!job || job.status > 1) return false;
    if (job.status === 0) {
      db.run('UPDATE jobs SET status = 1, beganAt = ? WHERE jobId = ?', now(), jobId);
      return true;
    }
    runJob(world(), job);
    return false;
  };
  const schedule = (jobId: string): void => {
    const { switches } = world();
    if (stopped || switches.jobsHeld || timers.has(jobId)) return;
    timers.set(
      jobId,
      setTimeout(() => {
        timers.delete(jobId);
        if (stopped || switches.jobsHeld) return;
        if (step(jobId)) schedule(jobId);
      }, switches.jobStepMs),
    );
  };
  const unfinished = (): string[] =>
    world()
      .db.all<{ jobId: string }>('SELECT jobId FROM jobs WHERE status < 2 ORDER BY jobId')
      .map(({ jobId }) => jobId);

  return {
    start: schedule,
    stepAll: () => {
      for (const jobId of unfinished()) step(jobId);
    },
    resume: () => {
      for (const jobId of unfinished()) schedule(jobId);
    },
    stop: () => {
      stopped = true;
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
    },
  };
};
