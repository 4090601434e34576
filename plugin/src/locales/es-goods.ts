// What taking goods says, in Spanish.
import type { enGoods } from './en-goods.ts';

export const esGoods: Record<keyof typeof enGoods, string> = {
  'goods.no.nothing': '<red>No tienes nada de eso.',
  'goods.no.creative': '<red>En modo creativo no se puede vender nada.',
  'goods.no.world': '<red>En este mundo no se puede vender nada.',
  'goods.no.blacklisted': '<red>Esto no se puede vender aquí.',
  'goods.no.tooComplex':
    '<red>Esto contiene demasiado para venderlo.</red> <gray>Vacíalo primero e inténtalo de nuevo.',
  'goods.no.pending':
    '<yellow>Lo que vendiste antes sigue en marcha.</yellow> <gray>No se pierde nada; inténtalo de nuevo en un momento.',
  'goods.no.savingOff': '<red>En este servidor no se puede vender nada: no guarda a los jugadores.',
  'goods.noRoom':
    '<yellow>No hay sitio para devolverte <white><item></white>:</yellow> <gray>está a salvo. Libera <white><slots></white> huecos más; llega por sí solo, o con <white>/claim</white>.',
};
