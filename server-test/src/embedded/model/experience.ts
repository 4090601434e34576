// Experience as the game counts it: a level, how far it is to the next, and the total, in the
// game's own arithmetic of floats. Knows neither caps nor who may gain.
import type { Player } from './player.ts';
import { ExpChangeEvent, LevelChangeEvent } from './event-kinds.ts';

const float = Math.fround;
const intMax = 2_147_483_647;

/** What is kept of it in a player's file. */
export interface StoredExperience {
  readonly level: number;
  readonly progress?: number;
  readonly total?: number;
}

export class Experience {
  level = 0;
  /** 0 up to 1, a float. */
  progress = 0;
  total = 0;
  /** The total that the client was told; -1 has it told again. */
  #told = -1;
  /** The level listeners know of; -1 before the first tick. */
  #known = -1;
  /** Orbs that fly to the player, by their points. */
  readonly #orbs: number[] = [];
  #orbDelay = 0;

  restore({ level, progress = 0, total = 0 }: StoredExperience): void {
    Object.assign(this, { level, progress, total });
  }
  store(): Required<StoredExperience> {
    const { level, progress, total } = this;
    return { level, progress, total };
  }

  /** Points from this level to the next. */
  needed(): number {
    if (this.level >= 30) return 112 + (this.level - 30) * 9;
    return this.level >= 15 ? 37 + (this.level - 15) * 5 : 7 + this.level * 2;
  }
  givePoints(points: number): void {
    this.progress = float(this.progress + float(float(points) / float(this.needed())));
    this.total = Math.min(intMax, Math.max(0, this.total + points));
    while (this.progress < 0) {
      const missing = float(this.progress * float(this.needed()));
      const isLowest = this.level === 0;
      this.giveLevels(-1);
      this.progress = isLowest ? 0 : float(1 + float(missing / float(this.needed())));
    }
    while (this.progress >= 1) {
      this.progress = float(float(this.progress - 1) * float(this.needed()));
      this.giveLevels(1);
      this.progress = float(this.progress / float(this.needed()));
    }
  }
  giveLevels(levels: number): void {
    this.level = Math.min(intMax, this.level + levels);
    if (this.level < 0) Object.assign(this, { level: 0, progress: 0, total: 0 });
    this.#told = -1;
  }
  setLevel(level: number): void {
    this.level = level;
    this.#told = -1;
  }
  setProgress(progress: number): void {
    this.progress = progress;
    this.#told = -1;
  }
  /** Points within the level, as `/experience set … points` does it. */
  setPoints(points: number): void {
    const needed = float(this.needed());
    const most = float(float(needed - 1) / needed);
    this.setProgress(Math.min(most, Math.max(0, float(float(points) / needed))));
  }

  /** An orb reaches the player in the ticks to come, one each second tick. */
  addOrb(points: number): void {
    this.#orbs.push(points);
  }
  /** As Paper's player tick: orbs first, then the client is told, then listeners of the level. */
  tick(player: Player): void {
    if (this.#orbDelay > 0) this.#orbDelay -= 1;
    const orb = this.#orbDelay === 0 ? this.#orbs.shift() : undefined;
    if (orb !== undefined) {
      this.#orbDelay = 2;
      const event = new ExpChangeEvent(player, orb);
      player.game.call(event);
      this.givePoints(event.getAmount());
    }
    if (this.total !== this.#told) {
      this.#told = this.total;
      player.client.experience(this.level, this.progress, this.total);
    }
    if (this.#known === -1) this.#known = this.level;
    if (this.#known === this.level) return;
    player.game.call(new LevelChangeEvent(player, this.#known, this.level));
    this.#known = this.level;
  }
}
