import type { Msg, AnyView } from './m';
export const v: Msg = {
 "text": "Which repository is this about?",
 "blocks": [
  {
   "type": "section",
   "block_id": "parked:pk_1",
   "text": {
    "type": "plain_text",
    "text": "Which repository is this about?",
    "emoji": false
   },
   "accessory": {
    "type": "static_select",
    "placeholder": {
     "type": "plain_text",
     "text": "Choose a repository"
    },
    "options": [
     {
      "text": {
       "type": "plain_text",
       "text": "orders",
       "emoji": false
      },
      "value": "orders"
     },
     {
      "text": {
       "type": "plain_text",
       "text": "billing",
       "emoji": false
      },
      "value": "billing"
     }
    ],
    "action_id": "repository"
   }
  }
 ]
};
