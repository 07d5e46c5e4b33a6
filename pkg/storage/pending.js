/**
 * What was decided in this tab, or heard from another, and is not on the device yet: it holds against what is read from there.
 * What was heard has the tab it came from and the number of that tab's message.
 */
export class Pending {
  /** @type {Map<string, { state: string, from?: number | string, nth?: number }>} */ states = new Map();
  /** @type {{ key: unknown, from?: number, nth?: number }[]} */ forget = [];
  /** @type {{ days: number, from?: number, nth?: number } | undefined} */ retention;
  /** @type {{ from?: number, nth?: number } | undefined} */ declared;

  /** What that tab told up to this message is on the device now. @param {{ from: number, upto: number }} kept */
  settle({ from, upto }) {
    const settled = (said) => said?.from === from && !(said.nth > upto);
    for (const [purpose, said] of this.states) if (settled(said)) this.states.delete(purpose);
    this.forget = this.forget.filter((said) => !settled(said));
    if (settled(this.retention)) this.retention = undefined;
    if (settled(this.declared)) this.declared = undefined;
  }
}
