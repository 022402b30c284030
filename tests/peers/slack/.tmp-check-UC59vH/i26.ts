import type { Msg, AnyView } from './m';
export const v: Msg = {
 "text": "What I can do: In a thread: mention me with the same words, or use the shortcut Diagnose this on a message. /chatops takes every command as its first word; /COMMAND help says more. Name a repository with --repo NAME.",
 "blocks": [
  {
   "type": "rich_text",
   "elements": [
    {
     "type": "rich_text_section",
     "elements": [
      {
       "type": "emoji",
       "name": "large_blue_circle"
      },
      {
       "type": "text",
       "text": " "
      },
      {
       "type": "text",
       "text": "What I can do",
       "style": {
        "bold": true
       }
      }
     ]
    }
   ]
  },
  {
   "type": "rich_text",
   "elements": [
    {
     "type": "rich_text_list",
     "style": "bullet",
     "indent": 0,
     "elements": [
      {
       "type": "rich_text_section",
       "elements": [
        {
         "type": "text",
         "text": "/admin <text>"
        },
        {
         "type": "text",
         "text": "  For tests."
        }
       ]
      },
      {
       "type": "rich_text_section",
       "elements": [
        {
         "type": "text",
         "text": "/context [file]"
        },
        {
         "type": "text",
         "text": "  What is known of the repository"
        }
       ]
      },
      {
       "type": "rich_text_section",
       "elements": [
        {
         "type": "text",
         "text": "/diagnose <error>"
        },
        {
         "type": "text",
         "text": "  Find the root cause of a production error"
        }
       ]
      },
      {
       "type": "rich_text_section",
       "elements": [
        {
         "type": "text",
         "text": "/echo <text>"
        },
        {
         "type": "text",
         "text": "  For tests."
        }
       ]
      },
      {
       "type": "rich_text_section",
       "elements": [
        {
         "type": "text",
         "text": "/figures <text>"
        },
        {
         "type": "text",
         "text": "  For tests."
        }
       ]
      },
      {
       "type": "rich_text_section",
       "elements": [
        {
         "type": "text",
         "text": "/in_repo <text>"
        },
        {
         "type": "text",
         "text": "  For tests."
        }
       ]
      },
      {
       "type": "rich_text_section",
       "elements": [
        {
         "type": "text",
         "text": "/long <text>"
        },
        {
         "type": "text",
         "text": "  For tests."
        }
       ]
      },
      {
       "type": "rich_text_section",
       "elements": [
        {
         "type": "text",
         "text": "/model_echo <text>"
        },
        {
         "type": "text",
         "text": "  For tests."
        }
       ]
      },
      {
       "type": "rich_text_section",
       "elements": [
        {
         "type": "text",
         "text": "/model_wait <text>"
        },
        {
         "type": "text",
         "text": "  For tests."
        }
       ]
      },
      {
       "type": "rich_text_section",
       "elements": [
        {
         "type": "text",
         "text": "/offer <text>"
        },
        {
         "type": "text",
         "text": "  For tests."
        }
       ]
      },
      {
       "type": "rich_text_section",
       "elements": [
        {
         "type": "text",
         "text": "/refuse <text>"
        },
        {
         "type": "text",
         "text": "  For tests."
        }
       ]
      },
      {
       "type": "rich_text_section",
       "elements": [
        {
         "type": "text",
         "text": "/throw <text>"
        },
        {
         "type": "text",
         "text": "  For tests."
        }
       ]
      },
      {
       "type": "rich_text_section",
       "elements": [
        {
         "type": "text",
         "text": "/wait <text>"
        },
        {
         "type": "text",
         "text": "  For tests."
        }
       ]
      }
     ]
    }
   ]
  },
  {
   "type": "rich_text",
   "elements": [
    {
     "type": "rich_text_section",
     "elements": [
      {
       "type": "text",
       "text": "In a thread: mention me with the same words, or use the shortcut Diagnose this on a message. /chatops takes every command as its first word; /COMMAND help says more. Name a repository with --repo NAME."
      }
     ]
    }
   ]
  }
 ]
};
