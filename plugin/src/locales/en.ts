// English: every word a player or an admin reads in the game, as MiniMessage. Green is done, red is
// no, yellow is money, gray is a hint. Admins change them in plugins/mintkeep/locales/en.json.

import { enAdmin } from './en-admin.ts';
import { enAlerts } from './en-alerts.ts';
import { enCard } from './en-card.ts';
import { enGacha } from './en-gacha.ts';
import { enHelp } from './en-help.ts';
import { enGoods } from './en-goods.ts';
import { enLeaderboard } from './en-leaderboard.ts';
import { enMarket } from './en-market.ts';
import { enPay } from './en-pay.ts';
import { enLink } from './en-link.ts';
import { enLevels } from './en-levels.ts';
import { enRedeem } from './en-redeem.ts';
import { enQuests } from './en-quests.ts';
import { enSell } from './en-sell.ts';
import { enVault } from './en-vault.ts';
import { enRefusals } from './en-refusals.ts';

export const en = {
  'command.forbidden': '<red>You may not use this command.',
  'command.playersOnly': '<red>Only players can do this.',
  'command.tooFast': '<gray>One command at a time, please: wait a moment.',

  'command.slow': '<gray>The shop is slow. One moment, please…',

  'setup.noKey':
    '<yellow>Mintkeep has no key yet.</yellow> <gray>On the backend’s machine run <white>npm run keys -- create survival</white>, put what it prints into <white>plugins/mintkeep/config.json</white>, then <white>/mintkeep reload</white>.',

  'shop.title': '<dark_green>Shop',
  'shop.titleCategory': '<dark_green>Shop: <category>',
  'shop.empty': '<gray>The shop has nothing to sell right now. Come back later!',
  'shop.away':
    '<red>The shop cannot be reached right now.</red> <gray>Nothing was bought. Please try again in a minute.',
  'shop.slow':
    '<gray>The shop is slow. Your purchase is being looked after; the result comes here.',
  'shop.unclear':
    '<yellow>The shop cannot be reached right now.</yellow> <gray>Nothing is lost: your purchase is asked for again until it is clear, and never twice.',
  'shop.busy': '<gray>Your last purchase is still being worked on.',
  'shop.bought':
    '<green>You bought <white><quantity> × <item></white> for <yellow><price></yellow>.</green>',
  'shop.balanceLeft':
    '<gray>You have <yellow><balance></yellow> left. It comes to you at once; when there is no room: <white>/claim</white>.',
  'shop.unknownCategory':
    '<red>There is no category “<category>”.</red> <gray>There are: <categories>.',
  'shop.unknownQuantity':
    '<red>“<quantity>” is not a quantity.</red> <gray>Write a whole number, as 3, 64 or 1k.',
  'shop.buyUsage':
    '<gray>Write <white>/buy [item] [quantity]</white>, or browse with <white>/shop</white>.',
  'shop.infoUsage': '<gray>Write <white>/shop info [item]</white>.',
  'shop.info': '<white><item></white> <gray>(<sku>)</gray> <yellow><price></yellow>',

  'menu.price': '<gray>Price: <yellow><price>',
  'menu.stockEndless': '<gray>Stock: <white>as many as you like',
  'menu.stock': '<gray>Stock: <white><stock> left',
  'menu.soldOut': '<red>Sold out',
  'menu.limitEver': '<gray>At most <white><max></white> for each player',
  'menu.limitDay': '<gray>At most <white><max></white> a day',
  'menu.expires': '<gray>On sale until <white><date>',
  'menu.affordable': '<green>✔ You can afford it. Click to buy.',
  'menu.tooExpensive': '<red>✘ You need <yellow><missing></yellow> more.',
  'menu.itemName': '<white><item>',
  'menu.description': '<gray><line>',
  'menu.category': '<aqua><category>',
  'menu.categoryAll': '<aqua>Everything',
  'menu.categoryHere': '<green>You are here',
  'menu.categoryOpen': '<gray>Click to see',
  'menu.previous': '<white>« Page <page>',
  'menu.next': '<white>Page <page> »',
  'menu.close': '<red>Close',
  'menu.back': '<white>« Back',
  'menu.balance': '<yellow>You have <balance>',
  'menu.confirmTitle': '<dark_green>Buy <item>?',
  'menu.confirmQuantity': '<green>Buy <quantity>',
  'menu.confirmTotal': '<gray>for <yellow><total>',
  'menu.confirmMax': '<green>Buy as many as you can: <quantity>',
  'menu.confirmClick': '<gray>Click to buy. You are asked no more.',
  'menu.confirmUnaffordable': '<red>You cannot afford one.',

  'category.money': 'Money',
  'category.rank': 'Ranks',
  'category.cosmetic': 'Cosmetics',
  'category.voucher': 'Vouchers',
  'category.item': 'Items',

  'balance.have': '<green>You have <yellow><coins></yellow>.',
  'balance.frozen': '<red>Your account is frozen. Please ask the staff.',
  'balance.entry': '<gray><date> <amount> <white><reason>',
  'balance.plus': '<green>+<coins>',
  'balance.minus': '<red>-<coins>',
  'balance.none': '<gray>Nothing came or went yet.',
  'coins.amount': '<amount> coins',
  'coins.one': '1 coin',

  'delivery.given': '<green>You got <white><what></white>.',
  'delivery.itemPart': '<amount> × <item>',
  'delivery.noRoom':
    '<yellow>Something waits for you, but there is no room: free <white><slots></white> more slots</yellow><gray>, then <white>/claim</white>.',
  'delivery.rank': '<green>You are now <white><group></white>.',
  'delivery.money': '<green>You got <yellow><coins></yellow>.',
  'delivery.done': '<green>Your purchase was carried out.',
  'delivery.message': '<white><text>',
  'claim.came': '<green><count> deliveries came.',
  'claim.nothing': '<gray>Nothing waits for you.',
  'claim.noRoom':
    '<yellow>No room: free <white><slots></white> more slots, then <white>/claim</white> again.',
  'claim.away':
    '<red>The shop cannot be reached right now.</red> <gray>What waits for you stays safe; it comes by itself.',

  'presence.waiting':
    '<yellow><count> deliveries wait for you.</yellow> <gray>They come now, or with <white>/claim</white>.',
  'presence.banned': '<red>You are banned: <reason>',
  'presence.bannedUntil': '<red>You are banned until <white><date></white>: <reason>',

  ...enAdmin,
  ...enAlerts,
  ...enCard,
  ...enGacha,
  ...enGoods,
  ...enHelp,
  ...enLeaderboard,
  ...enMarket,
  ...enPay,
  ...enLink,
  ...enLevels,
  ...enRedeem,
  ...enQuests,
  ...enRefusals,
  ...enSell,
  ...enVault,
} as const;
