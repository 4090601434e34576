// The market's entrance for other nouns: what they may ask of goods and listings.
export { categoryOf } from './category.ts';
export { createListing, handInGoods, listHeldGoods, takeOutGoods } from './goods.ts';
export { getActiveListing, getListingDoc, returnToListing, takeFromListing } from './listings.ts';
export { leaveNotice } from './notices.ts';
export { goodsTask } from './returns.ts';
export type { ListingDoc as Listing } from './store.ts';
