// What vouchers say, in Spanish.
import type { enRedeem } from './en-redeem.ts';

export const esRedeem: Record<keyof typeof enRedeem, string> = {
  'redeem.usage': '<gray>Escribe <white>/redeem [código]</white>, tal como aparece en el vale.',
  'redeem.done':
    '<green>Has canjeado un vale por <white><item></white>.</green> <gray>Te llega al momento; si no hay sitio: <white>/claim</white>.',
  'redeem.away':
    '<red>No se pueden canjear vales ahora mismo.</red> <gray>El tuyo queda como está. Inténtalo de nuevo en un minuto.',
  'redeem.unclear':
    '<yellow>Aún no está claro si se ha hecho.</yellow> <gray>No se pierde nada: se pregunta hasta que esté claro, y nunca cuenta dos veces.',
  'redeem.busy': '<gray>Tu último vale sigue en marcha.',
  'redeem.code':
    "<gray>El código: <click:copy_to_clipboard:'{code}'><hover:show_text:'Haz clic para copiar'><aqua><code></aqua></hover></click> <gray>(haz clic para copiar)",
  'redeem.codeHint':
    '<gray>El primero que lo escriba con <white>/redeem</white> recibe su contenido. Guárdalo bien; te quedan <yellow><balance></yellow>.',
};
