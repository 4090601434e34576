// The doors of vouchers: for the game, for staff, and for another system that signs what it says.
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import * as contracts from '@mintkeep/shared/vouchers.ts';
import type { Actor, Context } from '../core/context.ts';
import { Refusal } from '../core/errors.ts';
import { serve } from '../core/http.ts';
import { transact } from '../core/transact.ts';
import { getDelivery } from '../delivery/service.ts';
import * as vouchers from './service.ts';
import type { Vouching } from './service.ts';
import * as staff from './staff.ts';
import type { FindReward, Made } from './staff.ts';

/** What the doors need besides the context. */
export interface VoucherParts extends Vouching {
  /** Without it the webhook is off. */
  readonly webhookSecret?: string | undefined;
}

export const vouchersForKnown =
  (ctx: Context, parts: VoucherParts, findReward: FindReward) =>
  async (scope: FastifyInstance): Promise<void> => {
    serve(scope, ctx, contracts.redeemVoucher, async (input, call) => {
      await vouchers.admitAttempt(ctx, input.minecraftUUID);
      return call.transact(async (tx) => {
        const { _id: voucherId, sku, name, deliveryId } = await vouchers.redeem(tx, parts, input);
        return { voucherId, sku, name, deliveryId };
      });
    });
    serve(scope, ctx, contracts.createVouchers, async (input, call) => {
      const { reply, replayed } = await transact<Made>(ctx, call.command, (tx) =>
        staff.createVouchers(tx, parts, findReward, input),
      );
      // The codes are worked out again for each answer: what is stored with the key has none.
      return call.answer({ reply: staff.codesOf(parts, reply), replayed });
    });
    serve(scope, ctx, contracts.listVouchers, (input) => vouchers.listVouchers(ctx, input));
    serve(scope, ctx, contracts.voidVoucher, (input, call) =>
      call.transact((tx) => staff.voidVoucher(tx, input)),
    );
  };

// Whoever holds the secret is one caller, as a game server with a key is.
const webhookActor: Actor = { kind: 'server', id: 'webhook' };

/** A door of its own: who may come in is decided by the bytes of the body, never by a cookie. */
export const redeemWebhook =
  (ctx: Context, parts: VoucherParts) =>
  async (scope: FastifyInstance): Promise<void> => {
    checkBytes(scope, parts.webhookSecret);
    serve(scope, ctx, contracts.redeemByWebhook, async ({ code, minecraftUUID }, call) => {
      if (parts.webhookSecret === undefined) throw new Refusal('ROUTE_UNKNOWN');
      await vouchers.admitAttempt(ctx, minecraftUUID);
      const command = { ...call.command, actor: webhookActor };
      const { reply } = await transact(ctx, command, async (tx) => {
        const voucher = await vouchers.redeem(tx, parts, { code, minecraftUUID });
        return { voucher, delivery: await getDelivery(tx, voucher.deliveryId) };
      });
      const { _id: voucherId, refType, refId, deliveryId, task } = reply.voucher;
      return {
        voucherId,
        ...(refType === 'purchase' ? { purchaseId: refId } : {}),
        deliveryId,
        status: reply.delivery.state.status,
        action: task.action,
        payload: task.payload,
      };
    });
  };

/** Refuses every body in this scope whose bytes are not signed with the secret. */
function checkBytes(scope: FastifyInstance, secret: string | undefined): void {
  const proved = new WeakSet();
  const parse = scope.getDefaultJsonParser('error', 'error');
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', { parseAs: 'buffer' }, (request, bytes, done) => {
    const given = request.headers[contracts.webhookSignatureHeader];
    if (!isSigned(secret, bytes as Buffer, given)) {
      done(new Refusal('SIGNATURE_REFUSED'));
      return;
    }
    proved.add(request);
    void parse(request, bytes.toString('utf8'), done);
  });
  scope.addHook('preValidation', async (request) => {
    if (!proved.has(request)) throw new Refusal('SIGNATURE_REFUSED');
  });
}

function isSigned(
  secret: string | undefined,
  bytes: Buffer,
  given: string | string[] | undefined,
): boolean {
  if (secret === undefined || typeof given !== 'string') return false;
  const hex = /^sha256=([0-9a-f]{64})$/.exec(given)?.[1];
  if (hex === undefined) return false;
  const wanted = createHmac('sha256', secret).update(bytes).digest();
  return timingSafeEqual(Buffer.from(hex, 'hex'), wanted);
}
