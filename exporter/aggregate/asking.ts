import type { FleetMember } from "./fleet-member.ts";

/** One ask to all members, until each has answered or its time is over. */
export class Asking {
  readonly number: number;
  /** Resolves when it is over. Never rejects. */
  readonly over: Promise<void>;
  readonly #waiting: Set<FleetMember>;
  readonly #timer: NodeJS.Timeout;
  readonly #end: () => void;

  /** `end` takes those that have not answered in time. */
  constructor(
    number: number,
    members: readonly FleetMember[],
    seconds: number,
    end: (late: readonly FleetMember[]) => void,
  ) {
    this.number = number;
    this.#waiting = new Set(members);
    let resolve = (): void => undefined;
    this.over = new Promise((taken) => {
      resolve = taken;
    });
    this.#end = () => {
      clearTimeout(this.#timer);
      const late = [...this.#waiting];
      this.#waiting.clear();
      end(late);
      resolve();
    };
    this.#timer = setTimeout(this.#end, seconds * 1000);
    if (members.length === 0) queueMicrotask(this.#end);
  }

  /** Notes that a member is not to be waited for any more. */
  done(member: FleetMember): void {
    if (this.#waiting.delete(member) && this.#waiting.size === 0) this.#end();
  }
}
