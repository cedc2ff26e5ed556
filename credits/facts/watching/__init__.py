"""How learning goes on while it goes on: learners by institution, course, school or month; managers; who comes first."""
