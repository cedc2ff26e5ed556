"use strict";

// Swagger UI may not be started inline: the content security policy forbids it.
SwaggerUIBundle({
  dom_id: "#api-docs",
  url: document.getElementById("api-docs").dataset.schema,
  deepLinking: true,
  validatorUrl: null,
  requestInterceptor(request) {
    const token = document.cookie.match(/(?:^|; )(?:__Host-csrf|csrftoken)=([^;]+)/);
    if (token) request.headers["X-CSRFToken"] = token[1];
    return request;
  },
});
