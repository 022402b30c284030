import type { Msg, AnyView } from './m';
export const v: AnyView = {
 "type": "modal",
 "callback_id": "form",
 "private_metadata": "{\"command\":\"diagnose\",\"channel\":\"C0INC\",\"thread\":null}",
 "title": {
  "type": "plain_text",
  "text": "Diagnose"
 },
 "submit": {
  "type": "plain_text",
  "text": "Go"
 },
 "close": {
  "type": "plain_text",
  "text": "Cancel"
 },
 "blocks": [
  {
   "type": "input",
   "block_id": "argument:error",
   "label": {
    "type": "plain_text",
    "text": "Error"
   },
   "optional": false,
   "element": {
    "type": "plain_text_input",
    "action_id": "value",
    "multiline": true,
    "max_length": 3000
   },
   "hint": {
    "type": "plain_text",
    "text": "The error as it was pasted: a stack trace, a log, or one line."
   }
  },
  {
   "type": "input",
   "block_id": "argument:file",
   "label": {
    "type": "plain_text",
    "text": "File"
   },
   "optional": true,
   "element": {
    "type": "plain_text_input",
    "action_id": "value",
    "multiline": false,
    "max_length": 3000
   },
   "hint": {
    "type": "plain_text",
    "text": "The file the reporter suspects, relative to the repository."
   }
  },
  {
   "type": "input",
   "block_id": "argument:reference",
   "label": {
    "type": "plain_text",
    "text": "Reference"
   },
   "optional": true,
   "element": {
    "type": "plain_text_input",
    "action_id": "value",
    "multiline": false,
    "max_length": 3000
   },
   "hint": {
    "type": "plain_text",
    "text": "Branch, tag or commit to read."
   }
  },
  {
   "type": "input",
   "block_id": "argument:remark",
   "label": {
    "type": "plain_text",
    "text": "Remark"
   },
   "optional": true,
   "element": {
    "type": "plain_text_input",
    "action_id": "value",
    "multiline": false,
    "max_length": 3000
   },
   "hint": {
    "type": "plain_text",
    "text": "What the reporter adds in words."
   }
  },
  {
   "type": "input",
   "block_id": "argument:fresh",
   "label": {
    "type": "plain_text",
    "text": "Fresh"
   },
   "optional": true,
   "element": {
    "type": "static_select",
    "action_id": "value",
    "placeholder": {
     "type": "plain_text",
     "text": "No"
    },
    "options": [
     {
      "text": {
       "type": "plain_text",
       "text": "Yes"
      },
      "value": "true"
     },
     {
      "text": {
       "type": "plain_text",
       "text": "No"
      },
      "value": "false"
     }
    ]
   },
   "hint": {
    "type": "plain_text",
    "text": "Whether to diagnose anew even when the same error was diagnosed before."
   }
  },
  {
   "type": "input",
   "block_id": "repository",
   "label": {
    "type": "plain_text",
    "text": "Repository"
   },
   "optional": false,
   "element": {
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
    "action_id": "value",
    "initial_option": {
     "text": {
      "type": "plain_text",
      "text": "orders",
      "emoji": false
     },
     "value": "orders"
    }
   }
  }
 ]
};
