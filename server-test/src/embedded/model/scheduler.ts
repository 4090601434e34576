// Bukkit's scheduler as far as the plugin uses it: repeating tasks of the server thread.
import type { GuestFunction } from '../border/values.ts';
import type { RunGuest } from './events.ts';

export class Task {
  declare readonly javaClass: string;
  isCancelled = false;
  readonly run: GuestFunction;
  readonly periodTicks: number;
  nextTick: number;
  constructor(run: GuestFunction, nextTick: number, periodTicks: number) {
    this.run = run;
    this.nextTick = nextTick;
    this.periodTicks = periodTicks;
  }
  cancel(): void {
    this.isCancelled = true;
  }
}
Object.assign(Task.prototype, { javaClass: 'org.bukkit.scheduler.BukkitTask' });

export class Scheduler {
  declare readonly javaClass: string;
  #tasks: Task[] = [];
  #tick = 0;

  runTaskTimer(
    _plugin: unknown,
    run: GuestFunction,
    delayTicks: number,
    periodTicks: number,
  ): Task {
    const task = new Task(run, this.#tick + Math.max(1, delayTicks), Math.max(1, periodTicks));
    this.#tasks.push(task);
    return task;
  }
  /** Runs what is due. A task that threw stays, as on Paper. */
  tick(runGuest: RunGuest): void {
    this.#tick += 1;
    for (const task of [...this.#tasks]) {
      if (task.isCancelled || task.nextTick > this.#tick) continue;
      task.nextTick = this.#tick + task.periodTicks;
      runGuest('task', task.run, []);
    }
    this.#tasks = this.#tasks.filter(({ isCancelled }) => !isCancelled);
  }
  taskCount(): number {
    return this.#tasks.filter(({ isCancelled }) => !isCancelled).length;
  }
}
Object.assign(Scheduler.prototype, { javaClass: 'org.bukkit.scheduler.BukkitScheduler' });
